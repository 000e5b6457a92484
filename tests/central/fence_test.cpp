// Which server may be used, and how long its answers may take.
#include <array>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "central/postgres/conninfo.h"
#include "central/postgres/deadlines.h"
#include "central/postgres/server.h"

namespace perk::central {
namespace {

using ::testing::HasSubstr;

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

TEST(Hosts, EachOfSeveralIsNamedByItselfWithAllThatIsSaidOfAll) {
  const auto hosts = by_host("postgresql://perk@a:1,b:2/chain?target_session_attrs=read-write");
  ASSERT_EQ(hosts.size(), 2U);
  EXPECT_THAT(hosts[0], ::testing::AllOf(HasSubstr("host='a'"), HasSubstr("port='1'")));
  EXPECT_THAT(hosts[1], ::testing::AllOf(HasSubstr("host='b'"), HasSubstr("port='2'")));
  for (const std::string& host : hosts) {
    EXPECT_THAT(host, HasSubstr("dbname='chain'"));
    EXPECT_THAT(host, HasSubstr("target_session_attrs='read-write'"));
  }
}

TEST(Hosts, OnePortIsThatOfAllAndAddressesGoWithTheirNames) {
  const auto hosts = by_host("host=a,b hostaddr=10.0.0.1,10.0.0.2 port=5");
  ASSERT_EQ(hosts.size(), 2U);
  EXPECT_THAT(hosts[1], ::testing::AllOf(HasSubstr("host='b'"), HasSubstr("hostaddr='10.0.0.2'"),
                                         HasSubstr("port='5'")));
  EXPECT_EQ(by_host("host=a dbname=chain").size(), 1U);
  EXPECT_EQ(by_host("dbname=chain").size(), 1U);
}

TEST(Hosts, WhatDoesNotFitTogetherIsLeftForTheLibraryToJudge) {
  for (const char* const wrong : {"host=a,b port=1,2,3", "postgresql://[", "no string at all"})
    EXPECT_EQ(by_host(wrong), std::vector<std::string>{wrong});
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
