#include <algorithm>
#include <array>
#include <cstdio>
#include <sstream>

#include "ops/demo_run/report.h"
#include "ops/html_text.h"

namespace perk::ops {
namespace {

constexpr double kWidth = 900, kLeft = 60, kRight = 20, kPanel = 170, kGap = 56;
constexpr std::array<const char*, 6> kColours = {"#0b6e4f", "#c8553d", "#2e5eaa",
                                                 "#8e5ea2", "#b58900", "#555555"};

std::string number(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

const char* colour(std::size_t store) { return kColours[store % kColours.size()]; }

/// A value over time.
struct Point {
  Millis at;
  double value = 0;
};
using Curve = std::vector<Point>;

/// Purchases a second, smoothed over one second so that the eye sees the pace and not the dice.
Curve pace_of(const StoreReport& store, Millis slot) {
  const auto around = static_cast<std::size_t>(std::max<std::int64_t>(1, 1'000 / slot.count()));
  Curve curve;
  for (std::size_t i = 0; i < store.approved_per_slot.size(); ++i) {
    const std::size_t first = i + 1 > around ? i + 1 - around : 0;
    std::uint64_t sum = 0;
    for (std::size_t j = first; j <= i; ++j) sum += store.approved_per_slot[j];
    const double seconds =
        static_cast<double>(i + 1 - first) * static_cast<double>(slot.count()) / 1000;
    curve.push_back({Millis(static_cast<std::int64_t>(i + 1) * slot.count()),
                     static_cast<double>(sum) / seconds});
  }
  return curve;
}

Curve backlog_of(const DemoReport& report, std::size_t store) {
  Curve curve;
  for (const BacklogSample& sample : report.backlogs) {
    if (store < sample.backlogs.size())
      curve.push_back({sample.at, static_cast<double>(sample.backlogs[store])});
  }
  return curve;
}

/// Exposure as shown, and overdrafts found by then, in whole units of the currency.
std::vector<Curve> risk_of(const DemoReport& report) {
  std::vector<Curve> curves(2);
  for (const RiskSample& sample : report.risks) {
    if (sample.exposure)
      curves[0].push_back({sample.at, static_cast<double>(sample.exposure->minor()) / 100});
    curves[1].push_back({sample.at, static_cast<double>(sample.overdraft.minor()) / 100});
  }
  return curves;
}

class Picture {
 public:
  explicit Picture(const DemoReport& report) : report_(report) {
    end_ = std::max(report.ended_at, Millis(1));
    for (const StoreReport& store : report.stores) {
      const auto slots = static_cast<std::int64_t>(store.approved_per_slot.size());
      end_ = std::max(end_, Millis(slots * report.slot.count()));
    }
    for (const BacklogSample& sample : report.backlogs) end_ = std::max(end_, sample.at);
  }

  std::string draw() {
    std::vector<Curve> paces, backlogs;
    for (std::size_t i = 0; i < report_.stores.size(); ++i) {
      paces.push_back(pace_of(report_.stores[i], report_.slot));
      backlogs.push_back(backlog_of(report_, i));
    }
    const double height = 3 * kPanel + 3 * kGap + 40;
    out_ << "<svg viewBox=\"0 0 " << kWidth << " " << height
         << "\" role=\"img\" aria-label=\"Sales, backlogs and risk over time\">\n";
    panel(kGap, "purchases approved, per second", paces);
    panel(2 * kGap + kPanel, "events that head office does not have yet", backlogs);
    panel(3 * kGap + 2 * kPanel,
          "what could be lost, as head office showed it (green), and what was overspent (red), " +
              std::string(report_.currency.code()),
          risk_of(report_));
    seconds_axis(3 * kGap + 3 * kPanel);
    out_ << "</svg>\n";
    return out_.str();
  }

 private:
  [[nodiscard]] double x(Millis at) const {
    return kLeft + (kWidth - kLeft - kRight) * static_cast<double>(at.count()) /
                       static_cast<double>(end_.count());
  }

  void panel(double top, const std::string& title, const std::vector<Curve>& curves) {
    double most = 1;
    for (const Curve& curve : curves) {
      for (const Point& point : curve) most = std::max(most, point.value);
    }
    const double bottom = top + kPanel;
    shade_cut(top);
    out_ << "<text class=\"title\" x=\"" << kLeft << "\" y=\"" << top - 22 << "\">" << title
         << "</text>\n";
    for (const double part : {0.0, 0.5, 1.0}) {
      const double y = bottom - kPanel * part;
      out_ << "<line class=\"grid\" x1=\"" << kLeft << "\" x2=\"" << kWidth - kRight << "\" y1=\""
           << y << "\" y2=\"" << y << "\"/><text class=\"tick\" text-anchor=\"end\" x=\""
           << kLeft - 6 << "\" y=\"" << y + 4 << "\">" << number(most * part) << "</text>\n";
    }
    for (std::size_t i = 0; i < curves.size(); ++i) curve(curves[i], most, bottom, colour(i));
    mark_convergence(top);
  }

  void curve(const Curve& points, double most, double bottom, const char* colour_name) {
    out_ << "<polyline fill=\"none\" stroke-width=\"2\" stroke=\"" << colour_name << "\" points=\"";
    for (const Point& point : points)
      out_ << number(x(point.at)) << "," << number(bottom - kPanel * point.value / most) << " ";
    out_ << "\"/>\n";
  }

  void shade_cut(double top) {
    if (report_.healed_at <= report_.cut_at) return;
    out_ << "<rect class=\"cut\" x=\"" << number(x(report_.cut_at)) << "\" y=\"" << top
         << "\" width=\"" << number(x(report_.healed_at) - x(report_.cut_at)) << "\" height=\""
         << kPanel << "\"/><text class=\"tick\" x=\"" << number(x(report_.cut_at) + 4) << "\" y=\""
         << top - 6 << "\">lines cut</text>\n";
  }

  void mark_convergence(double top) {
    if (!report_.converged) return;
    const double at = x(report_.healed_at + *report_.converged);
    out_ << "<line class=\"converged\" x1=\"" << number(at) << "\" x2=\"" << number(at)
         << "\" y1=\"" << top << "\" y2=\"" << top + kPanel << "\"/><text class=\"tick\" x=\""
         << number(at + 4) << "\" y=\"" << top - 6 << "\">caught up</text>\n";
  }

  void seconds_axis(double y) {
    const std::int64_t seconds = end_.count() / 1000;
    const std::int64_t step = std::max<std::int64_t>(1, seconds / 10);
    for (std::int64_t second = 0; second <= seconds; second += step) {
      out_ << "<text class=\"tick\" text-anchor=\"middle\" x=\"" << number(x(Millis(second * 1000)))
           << "\" y=\"" << y + 16 << "\">" << second << " s</text>\n";
    }
  }

  const DemoReport& report_;
  Millis end_;
  std::ostringstream out_;
};

constexpr const char* kStyle =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:1180px;margin:2em auto;padding:0 "
    "1em;color:#222;background:#fffdf9}"
    "h1{font-size:1.6em;margin-bottom:.2em}pre{font-size:12.5px;background:#f4efe6;padding:1em;"
    "overflow:auto;line-"
    "height:1.35}"
    "svg{width:100%;height:auto}.grid{stroke:#ddd}.tick{font-size:12px;fill:#666}.title{font-size:"
    "14px;fill:#222}"
    ".cut{fill:#c8553d;opacity:.13}.converged{stroke:#222;stroke-dasharray:4 3}"
    ".verdict{font-weight:bold;padding:.4em "
    ".8em;display:inline-block;color:#fff}.holds{background:#0b6e4f}"
    ".broken{background:#b00020}.key span{margin-right:1.5em}.key "
    "b{display:inline-block;width:1.2em;height:.35em;"
    "margin-right:.4em;vertical-align:middle}@media print{pre{white-space:pre-wrap}}";

}  // namespace

std::string to_html(const DemoReport& report) {
  std::ostringstream out;
  out << "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Perk "
         "demo</title>\n<style>"
      << kStyle << "</style></head>\n<body>\n<h1>Coffee through an outage</h1>\n<p class=\"verdict "
      << (report.holds() ? "holds\">Every check holds" : "broken\">A check is broken")
      << "</p>\n<p class=\"key\">";
  for (std::size_t i = 0; i < report.stores.size(); ++i) {
    out << "<span><b style=\"background:" << colour(i) << "\"></b>"
        << html_escaped(report.stores[i].name) << (report.stores[i].was_cut ? " (cut off)" : "")
        << "</span>";
  }
  out << "</p>\n"
      << Picture(report).draw() << "<pre>" << html_escaped(to_text(report))
      << "</pre>\n</body></html>\n";
  return out.str();
}

}  // namespace perk::ops
