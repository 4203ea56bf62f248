// Every text that the Studio shows, one table a language. A text that a table forgets does not compile.
#pragma once

#include <cstdint>

namespace shohin {

enum class Language : std::uint8_t { kEnglish, kPortuguese };

// Words in braces are filled in by fill().
struct Texts {
  // the shell
  const char *view_data, *view_train, *view_log, *view_runs, *view_models, *other_language, *use_light,
      *use_dark, *cancel, *copy, *try_again, *drop_here, *key_enter;
  // the status line
  const char *status_signed_in, *status_signed_out, *status_unreachable, *status_all_sent, *status_one_unsent,
      *status_unsent, *status_machine;
  // signing in
  const char *sign_in_title, *sign_in_why, *sign_in_looking, *sign_in_how, *sign_in_user, *sign_in_token,
      *sign_in_hint, *sign_in_go, *sign_out, *sign_in_bad_code, *sign_in_bad_token, *sign_in_too_often,
      *sign_in_expired, *sign_in_unreachable;
  // Data
  const char *data_sentence, *data_examples, *example_iris, *example_breast_cancer, *example_bonsai,
      *rows_short, *data_contract, *data_contract_pick, *data_own, *data_pick, *data_drop, *data_reading,
      *data_empty_title, *data_empty, *data_loaded, *data_balance, *data_preview, *column_name, *column_kind,
      *column_seen, *column_allowed, *column_missing, *column_spread, *kind_numeric, *kind_ordinal,
      *kind_categorical, *category_count, *faults_one, *faults_many, *faults_nothing_loaded,
      *faults_first_hundred, *fault_row, *fault_column, *fault_what;
  // Train
  const char *train_sentence, *train_sentence_on, *set_learner, *set_seed, *set_test, *set_workers,
      *help_none, *help_learner, *help_seed, *help_test, *help_workers, *unit_trees, *unit_rounds,
      *unit_steps, *train_start, *train_cancel, *train_progress, *train_cancelled, *train_cancelled_more,
      *train_ready_title, *train_ready, *train_no_data_title, *train_no_data, *train_to_data, *result_title,
      *result_made, *result_log, *metric_accuracy, *metric_accuracy_train, *metric_precision, *metric_recall,
      *metric_f1, *metric_log_loss, *per_class, *class_name, *class_rows, *confusion, *confusion_how,
      *digests, *digest_model, *digest_file, *digest_data;
  // Log
  const char *log_sentence, *log_empty_title, *log_empty, *log_to_train, *log_what, *log_parts,
      *log_experiment, *log_run_name, *log_run_hint, *log_send, *log_again, *log_failed, *log_failed_marked,
      *log_failed_nothing, *log_sent, *log_to_models, *log_to_runs, *log_list, *log_data, *step_create,
      *step_values, *step_model, *step_upload, *step_finish, *stage_not_sent, *stage_failed, *stage_sent;
  // Runs
  const char *runs_sentence, *runs_experiment, *runs_all_experiments, *runs_filter, *runs_apply,
      *runs_columns, *runs_compare, *runs_no_columns, *params, *metrics, *runs_loading, *runs_count,
      *runs_count_more, *runs_empty_title, *runs_empty, *runs_empty_filter, *run_name, *run_status,
      *run_start, *run_finished, *run_failed, *run_running, *run_killed, *compare_title, *compare_sentence,
      *compare_back, *compare_differences, *compare_name, *compare_change, *compare_no_report;
  // Models
  const char *models_sentence, *models_names, *models_loading, *models_empty, *register_title,
      *register_no_runs, *register_run, *register_name, *register_go, *registered, *promoted, *version,
      *version_short, *version_aliases, *version_run, *version_created, *version_serving, *promote,
      *promote_title, *promote_first, *promote_instead, *promote_yes, *promote_no, *roll_back;
};

const Texts& texts_of(Language language);

extern const Texts kEnglishTexts, kPortugueseTexts;

}  // namespace shohin
