#include "learner_texts.h"

#include <array>

namespace shohin {
namespace {

struct Pair {
  std::string_view english, portuguese;
  [[nodiscard]] std::string in(Language language) const {
    return std::string(language == Language::kEnglish ? english : portuguese);
  }
};

struct SettingText {
  std::string_view name;
  Pair label, help;
};

constexpr std::array<SettingText, 21> kSettings{{
    {"n_estimators",
     {"Trees or rounds", "Árvores ou rodadas"},
     {"More trees give steadier answers and a larger file. In a forest little changes beyond a few hundred.",
      "Mais árvores dão respostas mais estáveis e um arquivo maior. Em florestas, acima de algumas centenas "
      "pouco muda."}},
    {"max_depth",
     {"Largest depth", "Profund. máxima"},
     {"How many questions a tree may ask in a row. Deeper trees learn finer detail, and noise.",
      "Quantas perguntas seguidas uma árvore pode fazer. Árvores fundas aprendem mais detalhes, e também "
      "ruído."}},
    {"min_samples_split",
     {"Least rows to split", "Mín. para dividir"},
     {"A group of fewer rows is not split further. Larger values give simpler trees.",
      "Um grupo com menos linhas não é mais dividido. Valores maiores dão árvores mais simples."}},
    {"min_samples_leaf",
     {"Least rows in a leaf", "Mín. por folha"},
     {"No split may leave fewer rows than this on either side.",
      "Nenhuma divisão pode deixar menos linhas que isto em um dos lados."}},
    {"max_features",
     {"Columns at each split", "Colunas por divisão"},
     {"Fewer columns at each split make the trees differ more from each other.",
      "Menos colunas por divisão fazem as árvores diferirem mais entre si."}},
    {"bootstrap",
     {"Draw rows anew for each tree", "Sortear linhas para cada árvore"},
     {"Each tree sees a random sample of the rows, drawn with repetition.",
      "Cada árvore vê uma amostra das linhas, sorteada com repetição."}},
    {"max_samples",
     {"Share of rows drawn", "Parte das linhas"},
     {"How many draws each tree gets, as a share of the rows. Only with drawn rows.",
      "Quantos sorteios cada árvore recebe, como parte das linhas. Só com linhas sorteadas."}},
    {"class_weight",
     {"Weight of classes", "Peso das classes"},
     {"Balanced: every class counts the same in all, so that rare ones are not passed over.",
      "Equilibrado: cada classe conta o mesmo no todo, para que as raras não sejam ignoradas."}},
    {"scaler",
     {"Scaling of numbers", "Escala dos números"},
     {"Standard: less the mean, over the standard deviation. Trees do not need it; regression does.",
      "Padrão: menos a média, dividido pelo desvio padrão. Árvores não precisam; a regressão, sim."}},
    {"one_hot",
     {"One input for each category", "Uma entrada por categoria"},
     {"Each category becomes an input of 0 or 1.", "Cada categoria vira uma entrada de 0 ou 1."}},
    {"learning_rate",
     {"Learning rate", "Taxa de aprendizado"},
     {"How far each tree goes. Smaller steps need more rounds and often end up better.",
      "Até onde vai cada árvore. Passos menores pedem mais rodadas e muitas vezes terminam melhor."}},
    {"subsample",
     {"Rows each round", "Linhas por rodada"},
     {"Share of the rows that each round draws.", "Parte das linhas sorteada em cada rodada."}},
    {"colsample_bytree",
     {"Columns each tree", "Colunas por árvore"},
     {"Share of the columns that each tree may ask about.", "Parte das colunas que cada árvore pode usar."}},
    {"reg_lambda",
     {"L2 penalty", "Penalidade L2"},
     {"Holds the values of leaves back. Larger values are more careful.",
      "Segura os valores das folhas. Valores maiores são mais cautelosos."}},
    {"min_child_weight",
     {"Least leaf weight", "Peso mín. da folha"},
     {"How much must be left to learn in a leaf. Larger values give simpler trees.",
      "Quanto ainda deve haver para aprender em uma folha. Valores maiores dão árvores mais simples."}},
    {"min_split_gain",
     {"Least gain", "Ganho mínimo"},
     {"A split that wins less is not made.", "Uma divisão que ganha menos não é feita."}},
    {"early_stopping_rounds",
     {"Stop after", "Parar após"},
     {"So many rounds without a better result on rows kept apart end the training. 0: never.",
      "Tantas rodadas sem melhora em linhas reservadas encerram o treino. 0: nunca."}},
    {"validation_fraction",
     {"Kept for stopping", "Reserva para parar"},
     {"Share of the training rows kept apart for stopping early. Set it together with the rounds.",
      "Parte das linhas de treino reservada para parar antes. Ajuste junto com as rodadas."}},
    {"C",
     {"Trust in the rows (C)", "Confiança nas linhas (C)"},
     {"Weight of the rows against the penalty. Smaller values give a simpler model.",
      "Peso das linhas contra a penalidade. Valores menores dão um modelo mais simples."}},
    {"max_iter",
     {"Steps at most", "Máximo de passos"},
     {"The search for the best weights ends here at the latest.",
      "A busca pelos melhores pesos termina aqui, no máximo."}},
    {"tol",
     {"Tolerance", "Tolerância"},
     {"The search ends when a step would change this little.",
      "A busca termina quando um passo mudaria tão pouco."}},
}};

constexpr std::array<std::pair<std::string_view, Pair>, 7> kChoices{{
    {"sqrt", {"Square root of all", "Raiz quadrada de todas"}},
    {"log2", {"Logarithm of all", "Logaritmo de todas"}},
    {"all", {"All", "Todas"}},
    {"none", {"None", "Nenhum"}},
    {"balanced", {"Balanced", "Equilibrado"}},
    {"standard", {"Standard", "Padrão"}},
    {"scale", {"Without centring", "Sem centralizar"}},
}};

const SettingText* find_text(std::string_view name) {
  for (const SettingText& text : kSettings)
    if (text.name == name) return &text;
  return nullptr;
}

}  // namespace

std::string learner_text(Learner learner, Language language) {
  switch (learner) {
    case Learner::kRandomForest:
      return Pair{"Random forest", "Floresta aleatória"}.in(language);
    case Learner::kExtraTrees:
      return Pair{"Extra trees", "Árvores extremamente aleatórias"}.in(language);
    case Learner::kGradientBoosting:
      return Pair{"Gradient boosting", "Reforço por gradiente"}.in(language);
    case Learner::kSoftmaxRegression:
      return Pair{"Softmax regression", "Regressão softmax"}.in(language);
  }
  return {};
}

std::string setting_label(const Setting& setting, Language language) {
  const SettingText* const text = find_text(setting.name);
  return text != nullptr ? text->label.in(language) : std::string(setting.name);
}

std::string setting_help(const Setting& setting, Language language) {
  const SettingText* const text = find_text(setting.name);
  return text != nullptr ? text->help.in(language) : std::string(setting.help);
}

std::string choice_text(std::string_view choice, Language language) {
  for (const auto& [name, text] : kChoices)
    if (name == choice) return text.in(language);
  return std::string(choice);
}

}  // namespace shohin
