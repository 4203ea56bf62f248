#include "mlflow/json_text.h"
#include "mlflow/page_json.h"
#include "tracking/routes.h"
#include "tracking/tracking_json.h"

namespace shohin {
namespace {

constexpr const char* kModel = "/logged-models/{model_id}";

Outcome<std::string> answer(const Outcome<LoggedModel>& model) {
  if (!model) return tl::unexpected(model.error());
  return JsonText().json("model", logged_model_json(*model)).str();
}

LoggedModelQuery read_query(const Message& message) {
  LoggedModelQuery query;
  query.experiment_ids = message.texts("experiment_ids");
  query.filter = message.text_or_empty("filter");
  for (const auto& item : message.objects("datasets")) {
    query.datasets.push_back({item.required_text("dataset_name"), item.text("dataset_digest")});
  }
  for (const auto& item : message.objects("order_by")) {
    query.order_by.push_back({item.required_text("field_name"), item.flag("ascending").value_or(true),
                              item.text("dataset_name"), item.text("dataset_digest")});
  }
  query.max_results = message.integer("max_results").value_or(100);
  query.page_token = message.text_or_empty("page_token");
  return query;
}

void add_life(MlflowRoutes& routes, LoggedModels& models) {
  routes.post("/logged-models", {"Make a logged model", {named("model", logged_model_schema())}, kBatchBytes},
              [&models](const MlflowCall& call) {
                const auto& message = call.message;
                const NewLoggedModel model{
                    message.required_text("experiment_id"), message.text_or_empty("name"),
                    message.text_or_empty("model_type"),    message.text_or_empty("source_run_id"),
                    message.key_values("params"),           message.key_values("tags")};
                return call.then([&] { return answer(models.create(model)); });
              });
  routes.get(kModel, {"Tell about a logged model", {named("model", logged_model_schema())}},
             [&models](const MlflowCall& call) {
               return call.then([&] { return answer(models.get(call.parameters[0])); });
             });
  routes.patch(kModel, {"Set the status of a logged model", {named("model", logged_model_schema())}},
               [&models](const MlflowCall& call) {
                 const auto status = read_model_status(call.message);
                 return call.then([&] { return answer(models.set_status(call.parameters[0], status)); });
               });
  routes.remove(kModel, {"Delete a logged model"}, [&models](const MlflowCall& call) {
    return call.then([&] { return empty_answer(models.remove(call.parameters[0])); });
  });
  routes.search(
      "/logged-models/search",
      {"Search logged models",
       {maybe(list("models", logged_model_schema())), maybe(text("next_page_token"))}},
      [&models](const MlflowCall& call) {
        const auto query = read_query(call.message);
        return call.then([&] { return page_json("models", models.search(query), logged_model_json); });
      });
}

}  // namespace

void add_logged_model_routes(MlflowRoutes& routes, LoggedModels& models) {
  add_life(routes, models);
  const std::string model = kModel;
  routes.patch(model + "/tags", {"Set tags of a logged model", {}, kBatchBytes},
               [&models](const MlflowCall& call) {
                 const auto tags = call.message.key_values("tags");
                 return call.then([&] { return empty_answer(models.set_tags(call.parameters[0], tags)); });
               });
  routes.remove(model + "/tags/{key}", {"Remove a tag of a logged model"}, [&models](const MlflowCall& call) {
    return call.then([&] { return empty_answer(models.delete_tag(call.parameters[0], call.parameters[1])); });
  });
  routes.post(model + "/params", {"Log params of a logged model", {}, kBatchBytes},
              [&models](const MlflowCall& call) {
                const auto params = call.message.key_values("params");
                return call.then([&] { return empty_answer(models.log_params(call.parameters[0], params)); });
              });
}

}  // namespace shohin
