#include "ops/drill_run/drill_chart.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <sstream>

#include "ops/html_text.h"

namespace perk::ops {
namespace {

constexpr double kWidth = 460, kHeight = 210, kLeft = 46, kRight = 10, kTop = 44, kBottom = 26;
constexpr std::array kShopColours{"#0b6e4f", "#c8553d", "#2e5eaa"};
constexpr std::array kRiskColours{"#0b6e4f", "#b00020"};

struct Point {
  Millis at;
  double value = 0;
};

struct Line {
  std::string colour;
  std::vector<Point> points;
};

struct Panel {
  std::string title;
  std::vector<Line> lines;
};

std::string text_of(double value) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", value);
  return text.data();
}

/// 1, 2, 3, 4, 6, 8, 10, 20, 30 ...: the least that is no less.
double round_up(double most) {
  double round = 1;
  while (round < most) {
    for (const double factor : {1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0}) {
      if (round * factor >= most) return round * factor;
    }
    round *= 10;
  }
  return round;
}

Millis end_of(std::size_t place, Millis slot) {
  return Millis(slot.count() * static_cast<std::int64_t>(place + 1));
}

/// What one point of a line stands for: a second, or a fortieth of a day that is longer than forty, so that the eye
/// sees the pace and not the dice.
Millis span_of(const DrillReport& report) {
  std::size_t slots = 0;
  for (const ShopTimeline& shop : report.timeline.shops)
    slots = std::max(slots, shop.approved.size());
  const std::int64_t seconds = end_of(slots, report.timeline.slot).count() / 40'000;
  return Millis(std::max<std::int64_t>(1, seconds) * 1'000);
}

std::size_t slots_in(Millis span, Millis slot) {
  return static_cast<std::size_t>(std::max<std::int64_t>(1, span.count() / slot.count()));
}

/// Approvals a second, over the span that ends with each slot.
Line pace_of(const ShopTimeline& shop, Millis slot, Millis span, std::string colour) {
  const std::size_t around = slots_in(span, slot);
  Line line{std::move(colour), {}};
  for (std::size_t i = 0; i < shop.approved.size(); ++i) {
    const std::size_t first = i + 1 > around ? i + 1 - around : 0;
    std::uint64_t sum = 0;
    for (std::size_t j = first; j <= i; ++j) sum += shop.approved[j];
    const double slots = static_cast<double>(i + 1 - first);
    line.points.push_back({end_of(i, slot), static_cast<double>(sum) * 1'000 /
                                                (slots * static_cast<double>(slot.count()))});
  }
  return line;
}

/// The slowest of each slot; of a long day, of each quarter of a span.
Line waits_of(const ShopTimeline& shop, Millis slot, Millis span, std::string colour) {
  const std::size_t together = slots_in(Millis(span.count() / 4), slot);
  Line line{std::move(colour), {}};
  for (std::size_t first = 0; first < shop.slowest.size(); first += together) {
    const std::size_t last = std::min(first + together, shop.slowest.size()) - 1;
    Millis slowest{};
    for (std::size_t i = first; i <= last; ++i) slowest = std::max(slowest, shop.slowest[i]);
    line.points.push_back({end_of(last, slot), static_cast<double>(slowest.count())});
  }
  return line;
}

Line backlog_of(const std::vector<BacklogSample>& samples, std::size_t shop, std::string colour) {
  Line line{std::move(colour), {}};
  for (const BacklogSample& sample : samples)
    line.points.push_back({sample.at, static_cast<double>(sample.backlogs[shop])});
  return line;
}

std::vector<Line> risk_of(const std::vector<RiskSample>& samples) {
  constexpr double kMinorUnits = 100;
  std::vector<Line> lines{{kRiskColours[0], {}}, {kRiskColours[1], {}}};
  for (const RiskSample& sample : samples) {
    if (sample.exposure)
      lines[0].points.push_back(
          {sample.at, static_cast<double>(sample.exposure->minor()) / kMinorUnits});
    lines[1].points.push_back(
        {sample.at, static_cast<double>(sample.overdraft.minor()) / kMinorUnits});
  }
  return lines;
}

class Picture {
 public:
  explicit Picture(const DrillReport& report) : report_(report), end_(report.ended) {
    end_ = std::max(end_, Millis(1));
    for (const BacklogSample& sample : report.backlogs) end_ = std::max(end_, sample.at);
  }

  std::string draw(const Panel& panel) {
    out_.str("");
    out_ << "<svg viewBox=\"0 0 " << kWidth << " " << kHeight + kTop + kBottom
         << "\" role=\"img\" aria-label=\"" << html_escaped(panel.title) << "\">\n";
    shade_faults();
    out_ << "<text class=\"title\" x=\"4\" y=\"16\">" << html_escaped(panel.title) << "</text>\n";
    double most = 1;
    for (const Line& line : panel.lines) {
      for (const Point& point : line.points) most = std::max(most, point.value);
    }
    most = round_up(most);
    grid(most);
    for (const Line& line : panel.lines) polyline(line, most);
    mark_convergence();
    seconds();
    out_ << "</svg>\n";
    return out_.str();
  }

 private:
  [[nodiscard]] double x(Millis at) const {
    const double part = static_cast<double>(at.count()) / static_cast<double>(end_.count());
    return kLeft + (kWidth - kLeft - kRight) * std::clamp(part, 0.0, 1.0);
  }
  [[nodiscard]] static double y(double value, double most) {
    return kTop + kHeight * (1 - value / most);
  }

  /// Those that begin together are numbered beside each other.
  void shade_faults() {
    double last = -1;
    for (std::size_t i = 0; i < report_.faults.size(); ++i) {
      const FaultWindow& fault = report_.faults[i];
      const double from = x(fault.from);
      const double width = std::max(2.0, x(fault.until) - from);
      const double label = std::max(from, last + 12);
      last = label;
      out_ << "<rect class=\"fault\" x=\"" << text_of(from) << "\" y=\"" << kTop << "\" width=\""
           << text_of(width) << "\" height=\"" << kHeight << "\"/>";
      if (label < kWidth - kRight)
        out_ << "<text class=\"tick\" x=\"" << text_of(label) << "\" y=\"" << kTop - 6 << "\">"
             << i + 1 << "</text>\n";
    }
  }

  void grid(double most) {
    for (const double part : {0.0, 0.5, 1.0}) {
      const double height = y(most * part, most);
      out_ << "<line class=\"grid\" x1=\"" << kLeft << "\" x2=\"" << kWidth - kRight << "\" y1=\""
           << height << "\" y2=\"" << height << "\"/><text class=\"tick\" text-anchor=\"end\" x=\""
           << kLeft - 5 << "\" y=\"" << height + 4 << "\">"
           << (most < 4 ? text_of(most * part) : std::to_string(std::llround(most * part)))
           << "</text>\n";
    }
  }

  void polyline(const Line& line, double most) {
    out_ << "<polyline stroke=\"" << line.colour << "\" points=\"";
    for (const Point& point : line.points)
      out_ << text_of(x(point.at)) << "," << text_of(y(point.value, most)) << " ";
    out_ << "\"/>\n";
  }

  void mark_convergence() {
    if (!report_.converged) return;
    const double at = x(*report_.converged);
    out_ << "<line class=\"converged\" x1=\"" << text_of(at) << "\" x2=\"" << text_of(at)
         << "\" y1=\"" << kTop << "\" y2=\"" << kTop + kHeight << "\"/>\n";
  }

  void seconds() {
    const std::int64_t all = end_.count() / 1'000;
    const auto step = static_cast<std::int64_t>(round_up(static_cast<double>(all) / 8));
    for (std::int64_t second = 0; second <= all; second += step)
      out_ << "<text class=\"tick\" text-anchor=\"middle\" x=\""
           << text_of(x(Millis(second * 1'000))) << "\" y=\"" << kTop + kHeight + 18 << "\">"
           << second << " s</text>\n";
  }

  const DrillReport& report_;
  Millis end_;
  std::ostringstream out_;
};

}  // namespace

std::string colour_of_shop(std::size_t shop) { return kShopColours[shop % kShopColours.size()]; }

std::string drill_charts(const DrillReport& report) {
  const Millis slot = report.timeline.slot;
  const Millis span = span_of(report);
  const std::int64_t seconds = span.count() / 1'000;
  Panel pace{"purchases approved, per second" +
                 (seconds > 1 ? ", over " + std::to_string(seconds) + " s each" : std::string()),
             {}};
  Panel waits{"slowest answer, milliseconds", {}};
  Panel backlogs{"events that head office does not have yet", {}};
  for (std::size_t shop = 0; shop < report.shops.size(); ++shop) {
    const std::string colour = colour_of_shop(shop);
    pace.lines.push_back(pace_of(report.timeline.shops[shop], slot, span, colour));
    waits.lines.push_back(waits_of(report.timeline.shops[shop], slot, span, colour));
    backlogs.lines.push_back(backlog_of(report.backlogs, shop, colour));
  }
  const Panel risk{
      "exposure shown (green), overdraft realised (red), " + std::string(report.currency.code()),
      risk_of(report.risks)};
  Picture picture(report);
  return picture.draw(pace) + picture.draw(waits) + picture.draw(backlogs) + picture.draw(risk);
}

}  // namespace perk::ops
