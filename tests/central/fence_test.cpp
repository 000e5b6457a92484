// Which server may be used, and how long its answers may take.
#include <array>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "central/postgres/deadlines.h"
#include "central/postgres/server.h"

namespace perk::central {
namespace {

const Server kFirst{1, "monday"};
const Server kPromoted{2, "tuesday"};

TEST(Fence, AfterAFailoverTheOldPrimaryIsNotUsed) {
  Fence fence;
  EXPECT_TRUE(fence.admits(kFirst));
  EXPECT_TRUE(fence.admits(kPromoted));
  EXPECT_FALSE(fence.admits(kFirst));
  EXPECT_FALSE(fence.admits({1, "wednesday"})) << "started again, it is no later";
}

TEST(Fence, AServerIsTrustedOnceABarrierWentThroughUntilItIsStartedAnew) {
  Fence fence;
  EXPECT_TRUE(fence.admits(kFirst));
  EXPECT_FALSE(fence.trusts(kFirst));
  fence.trust(kFirst);
  EXPECT_TRUE(fence.trusts(kFirst));
  EXPECT_FALSE(fence.trusts({1, "wednesday"}));
  fence.doubt();
  EXPECT_FALSE(fence.trusts(kFirst));
}

TEST(Fence, ABarrierOnTheOldPrimaryMakesNobodyTrustIt) {
  Fence fence;
  EXPECT_TRUE(fence.admits(kFirst));
  EXPECT_TRUE(fence.admits(kPromoted));
  fence.trust(kFirst);
  EXPECT_FALSE(fence.trusts(kFirst));
}

/// Two ends of a line. Reading from one of them returns once the line is shut down.
class SocketPair {
 public:
  SocketPair() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends_.data()), 0); }
  ~SocketPair() {
    for (const int end : ends_) ::close(end);
  }
  SocketPair(const SocketPair&) = delete;
  SocketPair& operator=(const SocketPair&) = delete;
  [[nodiscard]] int end() const { return ends_[0]; }
  [[nodiscard]] bool ends() const {
    char byte = 0;
    return ::recv(ends_[0], &byte, 1, 0) == 0;
  }
  [[nodiscard]] bool is_open() const {
    char byte = 0;
    return ::recv(ends_[0], &byte, 1, MSG_DONTWAIT) == -1;
  }

 private:
  std::array<int, 2> ends_{};
};

TEST(Deadlines, ALineThatIsNotAnsweredInTimeIsShutDown) {
  Deadlines deadlines(std::chrono::milliseconds(20));
  const SocketPair first;
  const SocketPair second;
  const Deadlines::Watch watch(deadlines, first.end());
  const Deadlines::Watch another(deadlines, second.end());
  EXPECT_TRUE(first.ends()) << "else this would wait for ever";
  EXPECT_TRUE(second.ends());
}

TEST(Deadlines, ALineThatWasAnsweredIsLeftAlone) {
  Deadlines deadlines(std::chrono::milliseconds(20));
  const SocketPair answered;
  { const Deadlines::Watch watch(deadlines, answered.end()); }
  const SocketPair late;
  const Deadlines::Watch watch(deadlines, late.end());
  EXPECT_TRUE(late.ends()) << "by then the first one's time is over as well";
  EXPECT_TRUE(answered.is_open());
}

}  // namespace
}  // namespace perk::central
