// The pages as a browser shows them: on a telephone nothing reaches over the edge, and every picture can be seen.
#include <fstream>

#include <gtest/gtest.h>

#include "tests/drills/sample_report.h"
#include "tests/support/shell.h"
#include "tests/wire/temporary_directory.h"

namespace perk::ops {
namespace {

using test::run_shell;
using test::shell_word;

/// Chromium speaks to nobody but the file that it is given.
std::string browser(const std::filesystem::path& profile) {
  return "chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
         "--disable-background-networking --disable-component-update --disable-sync "
         "--hide-scrollbars --user-data-dir=" +
         shell_word(profile.string()) + " ";
}

class Pages : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path() / name) << text;
    return folder_.path() / name;
  }

  /// What a script that runs in the page, at a width in pixels, leaves as the page's title.
  std::string asked_of(const std::string& page, int width, const std::string& script) {
    const auto file =
        write("asked.html", page + "<script>document.title='<<'+(" + script + ")+'>>'</script>");
    const auto said =
        run_shell(browser(folder_.path() / "profile") + "--window-size=" + std::to_string(width) +
                  ",900 --dump-dom " + shell_word("file://" + file.string()) + " 2>/dev/null");
    EXPECT_EQ(said.exit_code, 0) << said.output;
    const std::size_t from = said.output.find("&lt;&lt;"), until = said.output.find("&gt;&gt;");
    if (from == std::string::npos || until == std::string::npos) return said.output;
    return said.output.substr(from + 8, until - from - 8);
  }

  std::uintmax_t screenshot_size(const std::string& page, int width) {
    const auto file = write("shown.html", page);
    const auto picture = folder_.path() / "shown.png";
    std::filesystem::remove(picture);
    const auto said =
        run_shell(browser(folder_.path() / "profile") + "--window-size=" + std::to_string(width) +
                  ",1600 --screenshot=" + shell_word(picture.string()) + " " +
                  shell_word("file://" + file.string()) + " 2>/dev/null");
    EXPECT_EQ(said.exit_code, 0) << said.output;
    return std::filesystem::exists(picture) ? std::filesystem::file_size(picture) : 0;
  }

 private:
  test::TemporaryDirectory folder_;
};

// Chromium's window is at least 500 pixels wide; a frame in it may be narrower.
TEST_F(Pages, FitATelephone) {
  for (const std::string& page : {to_html(sample_report()), index_html({sample_report()})}) {
    const std::string narrow =
        "(document.body.style.width='360px',"
        "Array.from(document.querySelectorAll('body *')).filter(e=>"
        "e.getBoundingClientRect().right>document.body.getBoundingClientRect().right+1)"
        ".map(e=>e.tagName+' '+e.textContent.slice(0,30)).join(', '))";
    EXPECT_EQ(asked_of(page, 500, narrow), "") << "reaches over the edge";
  }
}

TEST_F(Pages, ShowEveryPicture) {
  const std::string seen =
      "Array.from(document.querySelectorAll('svg')).filter(e=>"
      "e.getBoundingClientRect().height>100&&e.querySelectorAll('polyline').length>1).length";
  EXPECT_EQ(asked_of(to_html(sample_report()), 1'000, seen), "4");
}

TEST_F(Pages, AreNotBlank) {
  constexpr std::uintmax_t kMore = 4;
  const auto blank = screenshot_size("<!doctype html><html><body></body></html>", 1'000);
  EXPECT_GT(blank, 0U);
  EXPECT_GT(screenshot_size(to_html(sample_report()), 1'000), kMore * blank);
}

}  // namespace
}  // namespace perk::ops
