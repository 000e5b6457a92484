#include <algorithm>
#include <sstream>

#include "ops/drill_run/drill_chart.h"
#include "ops/drill_run/drill_report.h"
#include "ops/html_text.h"

namespace perk::ops {
namespace {

constexpr const char* kStyle = R"(
:root{--good:#0b6e4f;--bad:#b00020;--open:#8a6d00}
body{font:16px/1.5 system-ui,sans-serif;max-width:1000px;margin:1.5em auto;padding:0 1em;color:#222;background:#fffdf9}
h1{font-size:1.5em;margin:.2em 0}h2{font-size:1.1em;margin:1.6em 0 .4em}
.claim{font-size:1.1em;border-left:4px solid #c9b79c;padding-left:.8em;margin:.6em 0}
.verdict{font-weight:bold;padding:.25em .7em;color:#fff;display:inline-block}
.valid{background:var(--good)}.invalid{background:var(--bad)}.unknown{background:var(--open)}
.counts{display:grid;grid-template-columns:repeat(auto-fit,minmax(120px,1fr));gap:.6em;margin:1em 0}
.counts div{background:#f4efe6;padding:.5em .7em}.counts b{display:block;font-size:1.35em}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,400px),1fr));gap:.8em}
svg{width:100%;height:auto}polyline{fill:none;stroke-width:1.8}
.grid{stroke:#ddd}.tick{font-size:11px;fill:#555}.title{font-size:13px;fill:#222}
.fault{fill:#c8553d;opacity:.14}.converged{stroke:#222;stroke-dasharray:4 3}
.key span{margin-right:1.2em;white-space:nowrap}.key b{display:inline-block;width:1.2em;height:.35em;margin-right:.4em;vertical-align:middle}
table{border-collapse:collapse;width:100%}td,th{text-align:left;vertical-align:top;padding:.25em .6em .25em 0;border-bottom:1px solid #e8e0d2}
td.mark{width:1.4em}.no{color:var(--bad);font-weight:bold}.small{font-size:.88em;color:#555}
code{background:#f4efe6;padding:.1em .3em;overflow-wrap:anywhere}
@media print{body{background:#fff;margin:0;font-size:12px}.charts{grid-template-columns:1fr 1fr}section,svg,tr{break-inside:avoid}
.verdict,.fault,.counts div{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)";

std::string seconds(Millis time) {
  std::ostringstream text;
  text.precision(1);
  text << std::fixed << static_cast<double>(time.count()) / 1'000 << " s";
  return text.str();
}

std::string badge(DrillVerdict verdict) {
  const std::string name = name_of(verdict);
  return "<span class=\"verdict " + name + "\">" + name + "</span>";
}

std::string head(const std::string& title) {
  return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
         "content=\"width=device-width,initial-scale=1\"><title>" +
         html_escaped(title) + "</title><style>" + kStyle + "</style></head>\n<body>\n";
}

class Page {
 public:
  explicit Page(const DrillReport& report) : report_(report) {}

  std::string tell() {
    out_ << head("Drill " + report_.drill);
    opening();
    counts();
    charts();
    faults();
    money();
    checks();
    control();
    origin();
    out_ << "</body></html>\n";
    return out_.str();
  }

 private:
  [[nodiscard]] std::string cash(Amount amount) const {
    return to_string(Money{amount, report_.currency});
  }

  void opening() {
    out_ << "<p class=\"small\">Perk drill &middot; " << html_escaped(report_.subject)
         << "</p>\n<h1>" << html_escaped(report_.drill) << "</h1>\n<p class=\"claim\">"
         << html_escaped(report_.claim) << "</p>\n<p>" << badge(report_.verdict) << " "
         << html_escaped(report_.why) << "</p>\n";
  }

  void count(const std::string& name, std::uint64_t number) {
    out_ << "<div><b>" << number << "</b>" << name << "</div>";
  }

  void counts() {
    const Operations& all = report_.operations;
    out_ << "<section class=\"counts\">";
    count("acknowledged", all.acknowledged);
    count("refused", all.failed);
    count("indeterminate", all.indeterminate);
    count("lost", all.lost);
    count("otherwise than answered", all.wrong);
    count("asked while a fault was on", all.during_faults);
    out_ << "</section>\n<p class=\"small\">Of the " << all.indeterminate
         << " requests that were never finally answered " << all.found
         << " are in the ledger, once, and " << all.indeterminate - all.found
         << " are not; both are right.</p>\n";
  }

  void charts() {
    out_ << "<h2>What happened</h2>\n<p class=\"key\">";
    for (std::size_t shop = 0; shop < report_.shops.size(); ++shop)
      out_ << "<span><b style=\"background:" << colour_of_shop(shop) << "\"></b>"
           << html_escaped(report_.shops[shop]) << "</span>";
    out_ << "</p>\n<div class=\"charts\">" << drill_charts(report_) << "</div>\n<p class=\"small\">"
         << "Shaded: a fault is on, by its number below. Dashed: head office holds all that was "
            "sold "
            "before the last of them was mended";
    if (report_.converged) out_ << ", " << seconds(*report_.converged) << " after selling began";
    out_ << ".";
    if (report_.settled)
      out_ << " Everybody agreed on everything " << seconds(*report_.settled)
           << " after the last sale.";
    out_ << "</p>\n";
  }

  void faults() {
    out_ << "<h2>Faults</h2>\n<table>";
    for (std::size_t i = 0; i < report_.faults.size(); ++i) {
      const FaultWindow& fault = report_.faults[i];
      out_ << "<tr><td class=\"mark\">" << i + 1 << "</td><td>" << html_escaped(fault.what)
           << "</td><td>" << seconds(fault.from) << " to " << seconds(fault.until)
           << "</td></tr>\n";
    }
    out_ << "</table>\n";
  }

  void money() {
    const MoneyLine& line = report_.money;
    out_ << "<h2>Money</h2>\n<p>loaded " << cash(line.loaded) << " + adjusted "
         << cash(line.adjusted) << " + taken back " << cash(line.reversed) << " = redeemed "
         << cash(line.redeemed) << " + balances " << cash(line.balances) << ", over "
         << report_.events << " events.</p>\n<p>Exposure shown: "
         << (report_.risk.is_bounded ? "at most " + cash(report_.risk.peak)
                                     : std::string("without a bound"))
         << ". Overdraft realised: " << cash(report_.risk.opened) << ".</p>\n";
  }

  void checks() {
    out_ << "<h2>Checks</h2>\n<table>";
    for (const CheckLine& check : report_.checks)
      out_ << "<tr><td class=\"mark" << (check.holds ? "\">&#10003;" : " no\">&#10007;")
           << "</td><td>" << html_escaped(check.what) << "<br><span class=\"small\">"
           << html_escaped(check.detail) << "</span></td></tr>\n";
    out_ << "</table>\n";
  }

  void control() {
    out_ << "<h2>Would it be seen?</h2>\n<p>";
    if (!report_.control) {
      out_ << "Not tried in this run.</p>\n";
      return;
    }
    const ControlRun& control = *report_.control;
    out_ << "The same drill with a bug planted in it: " << html_escaped(control.what) << " (<code>"
         << html_escaped(control.mutant) << "</code>). ";
    if (!control.was_run)
      out_ << "It could not be run: " << html_escaped(control.found_by);
    else if (control.caught())
      out_ << "<b>Caught</b>: " << html_escaped(control.found_by);
    else
      out_ << "<span class=\"no\">Not caught</span>: the drill came out "
           << name_of(control.verdict) << ".";
    out_ << "</p>\n";
  }

  void origin() {
    out_ << "<p class=\"small\">" << html_escaped(report_.started) << " &middot; seed "
         << report_.seed << " &middot; Perk " << html_escaped(report_.version) << " &middot; "
         << html_escaped(report_.machine) << "<br>Again: <code>" << html_escaped(report_.replay)
         << "</code></p>\n";
  }

  const DrillReport& report_;
  std::ostringstream out_;
};

std::string control_words(const DrillReport& report) {
  if (!report.control || !report.control->was_run) return "not tried";
  return report.control->caught() ? "caught" : "<span class=\"no\">not caught</span>";
}

}  // namespace

std::string to_html(const DrillReport& report) { return Page(report).tell(); }

std::string index_html(const std::vector<DrillReport>& reports) {
  std::ostringstream out;
  const auto valid = std::count_if(reports.begin(), reports.end(), [](const DrillReport& report) {
    return report.verdict == DrillVerdict::Valid;
  });
  out << head("Perk drills") << "<h1>Drills</h1>\n<p>"
      << badge(all_shown(reports) ? DrillVerdict::Valid : DrillVerdict::Invalid) << " " << valid
      << " of " << reports.size() << " claims held";
  if (!reports.empty())
    out << "; " << html_escaped(reports.front().started) << ", "
        << html_escaped(reports.front().machine);
  out << "</p>\n<table>\n";
  for (const DrillReport& report : reports)
    out << "<tr><td><a href=\"" << html_escaped(report.drill) << ".html\">"
        << html_escaped(report.drill) << "</a><br>" << badge(report.verdict) << "</td><td>"
        << html_escaped(report.claim) << "<br><span class=\"small\">"
        << html_escaped(report.subject) << " &middot; " << report.operations.acknowledged
        << " acknowledged, " << report.operations.lost << " lost &middot; planted bug "
        << control_words(report) << "</span></td></tr>\n";
  out << "</table>\n</body></html>\n";
  return out.str();
}

}  // namespace perk::ops
