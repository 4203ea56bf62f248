#include "mlflow/json_text.h"
#include "mlflow/page_json.h"
#include "tracking/routes.h"
#include "tracking/tracking_json.h"

namespace shohin {
namespace {

Outcome<std::string> answer(const Outcome<Experiment>& experiment) {
  if (!experiment) return tl::unexpected(experiment.error());
  return JsonText().json("experiment", experiment_json(*experiment)).str();
}

ExperimentSearch read_search(const Message& message) {
  return {message.text_or_empty("filter"), message.texts("order_by"), read_view(message, "view_type"),
          message.required_integer("max_results"), message.text_or_empty("page_token")};
}

KeyValue read_tag(const Message& message) {
  return {message.required_text("key"), message.text_or_empty("value")};
}

MlflowHandler search(Experiments& experiments) {
  return [&experiments](const MlflowCall& call) {
    const auto query = read_search(call.message);
    return call.then([&] { return page_json("experiments", experiments.search(query), experiment_json); });
  };
}

void add_reading(MlflowRoutes& routes, Experiments& experiments) {
  routes.get("/experiments/get", {"Tell about an experiment", {named("experiment", experiment_schema())}},
             [&experiments](const MlflowCall& call) {
               const auto id = call.message.required_text("experiment_id");
               return call.then([&] { return answer(experiments.get(id)); });
             });
  routes.get("/experiments/get-by-name",
             {"Find an experiment by its name", {named("experiment", experiment_schema())}},
             [&experiments](const MlflowCall& call) {
               const auto name = call.message.required_text("experiment_name");
               return call.then([&] { return answer(experiments.get_by_name(name)); });
             });
  routes.search("/experiments/search",
                {"Search experiments",
                 {maybe(list("experiments", experiment_schema())), maybe(text("next_page_token"))}},
                search(experiments));
  routes.get("/experiments/search",
             {"Search experiments by a query",
              {maybe(list("experiments", experiment_schema())), maybe(text("next_page_token"))}},
             search(experiments));
}

void add_tags(MlflowRoutes& routes, Experiments& experiments) {
  routes.post("/experiments/set-experiment-tag", {"Set a tag of an experiment"},
              [&experiments](const MlflowCall& call) {
                const auto id = call.message.required_text("experiment_id");
                const auto tag = read_tag(call.message);
                return call.then([&] { return empty_answer(experiments.set_tag(id, tag)); });
              });
  routes.post("/experiments/delete-experiment-tag", {"Remove a tag of an experiment"},
              [&experiments](const MlflowCall& call) {
                const auto id = call.message.required_text("experiment_id");
                const auto key = call.message.required_text("key");
                return call.then([&] { return empty_answer(experiments.delete_tag(id, key)); });
              });
}

}  // namespace

void add_experiment_routes(MlflowRoutes& routes, Experiments& experiments) {
  add_reading(routes, experiments);
  add_tags(routes, experiments);
  routes.post("/experiments/create", {"Make an experiment", {text("experiment_id")}},
              [&experiments](const MlflowCall& call) {
                const NewExperiment experiment{call.message.required_text("name"),
                                               call.message.text("artifact_location"),
                                               call.message.key_values("tags")};
                return call.then([&]() -> Outcome<std::string> {
                  const auto id = experiments.create(experiment);
                  if (!id) return tl::unexpected(id.error());
                  return JsonText().text("experiment_id", std::to_string(*id)).str();
                });
              });
  routes.post("/experiments/update", {"Rename an experiment"}, [&experiments](const MlflowCall& call) {
    const auto id = call.message.required_text("experiment_id");
    const auto name = call.message.required_text("new_name");
    return call.then([&] { return empty_answer(experiments.rename(id, name)); });
  });
  routes.post("/experiments/delete", {"Delete an experiment, restorably"},
              [&experiments](const MlflowCall& call) {
                const auto id = call.message.required_text("experiment_id");
                return call.then([&] { return empty_answer(experiments.remove(id)); });
              });
  routes.post("/experiments/restore", {"Restore an experiment with its runs"},
              [&experiments](const MlflowCall& call) {
                const auto id = call.message.required_text("experiment_id");
                return call.then([&] { return empty_answer(experiments.restore(id)); });
              });
}

}  // namespace shohin
