// Proves that a search finds the same runs in the same order whichever way the database goes to find them: by
// few runs of a clause, along an index in layers, or through all.
#include <catch_amalgamated.hpp>
#include <cmath>

#include "tracking_fixture.h"

using namespace shohin;

namespace {

constexpr int kRuns = 2500;  // more than what counts as few

struct ManyRuns : TrackingFixture {
  // Run i: metric m = i, NaN from 2400 on, none from 2450 on; param half = low or high; param own = i.
  ManyRuns() {
    for (int i = 0; i < kRuns; ++i) {
      const auto run = tracking.runs.create({"0", "", std::to_string(i), i, {}}).value().info.run_id;
      RunBatch batch{{}, {{"half", i < kRuns / 2 ? "low" : "high"}, {"own", std::to_string(i)}}, {}};
      if (i < 2450) batch.metrics.push_back({"m", i < 2400 ? i : std::nan(""), 1, 0});
      REQUIRE(tracking.runs.log(run, batch));
    }
  }

  std::vector<int> find(const std::string& filter, const std::vector<std::string>& order, std::int64_t limit,
                        const std::string& token = "") {
    const auto found = tracking.runs.search({{"0"}, filter, order, LifecycleView::kActive, limit, token});
    REQUIRE(found);
    next = found->next_page_token;
    std::vector<int> numbers;
    for (const auto& run : found->items) numbers.push_back(std::stoi(run.info.name));
    return numbers;
  }
  std::string next;
};

}  // namespace

TEST_CASE_METHOD(ManyRuns, "large searches find what small ones would", "[tracking][search]") {
  CHECK(find("", {}, 3) == std::vector{2499, 2498, 2497});
  CHECK(find("metrics.m > 2396", {}, 10) == std::vector{2399, 2398, 2397});
  CHECK(find("params.own = '7'", {"metrics.m DESC"}, 10) == std::vector{7});
  CHECK(find("metrics.m >= 0 and params.half = 'low'", {"metrics.m DESC"}, 2) == std::vector{1249, 1248});
  CHECK(find("metrics.m != 5 and metrics.m < 7", {"start_time"}, 10) == std::vector{0, 1, 2, 3, 4, 6});
  CHECK(find("params.half LIKE 'h%'", {"metrics.m"}, 2) == std::vector{1250, 1251});

  // Numbers, NaN, missing, in both directions and across pages.
  for (const auto* order : {"metrics.m ASC", "metrics.m DESC"}) {
    std::vector<int> all;
    for (std::string token; all.size() < std::size_t{kRuns}; token = next) {
      const auto page = find("", {order}, 700, token);
      all.insert(all.end(), page.begin(), page.end());
      if (next.empty()) break;
    }
    REQUIRE(all.size() == std::size_t{kRuns});
    CHECK(all[0] == (order[10] == 'A' ? 0 : 2399));
    CHECK(all[2399] == (order[10] == 'A' ? 2399 : 0));
    CHECK(all[2400] == 2449);  // NaN, newest first
    CHECK(all[2450] == 2499);  // missing, newest first
    CHECK(all[2499] == 2450);
  }
}
