// Proves that only sound models are served, and how their files are handed out.
#include <brotli/decode.h>
#include <zlib.h>

#include <catch_amalgamated.hpp>
#include <nlohmann/json.hpp>
#include <thread>

#include "digest/sha256.h"
#include "scoring_fixture.h"
#include "serving/compress.h"
#include "serving/model_routes.h"

namespace shohin {
namespace {

ErrorCode load_refusal(const std::filesystem::path& file, std::string sha256 = {}) {
  const auto loaded = ServedModels::load({"m", "1", std::move(sha256)}, file);
  REQUIRE_FALSE(loaded.has_value());
  CHECK_FALSE(loaded.error().message.empty());
  return loaded.error().code;
}

TEST_CASE("load refuses what is no model of ours and says why", "[serving]") {
  const TemporaryDirectory folder;
  const auto file = write_model(folder.path(), train_example("iris"));
  CHECK(load_refusal(folder.path() / "none.onnx") == ErrorCode::kResourceDoesNotExist);
  CHECK(load_refusal(file, std::string(64, '0')) == ErrorCode::kInvalidParameterValue);
  std::ofstream(folder.path() / "text.onnx") << "not a model";
  CHECK(load_refusal(folder.path() / "text.onnx") == ErrorCode::kInvalidParameterValue);
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  CHECK(load_refusal(file) == ErrorCode::kInvalidParameterValue);
  std::ofstream(folder.path() / "large.onnx") << "";
  std::filesystem::resize_file(folder.path() / "large.onnx", (64ULL << 20) + 1);
  CHECK(load_refusal(folder.path() / "large.onnx") == ErrorCode::kTooLarge);
}

TEST_CASE("publish swaps a model whole and withdraw takes it away", "[serving]") {
  const TemporaryDirectory folder;
  const auto file = write_model(folder.path(), train_example("iris"));
  std::string told;
  ServedModels models([&](const ServedModel& model) { told += model.identity.version; });
  models.publish(*ServedModels::load({"iris", "1", ""}, file));
  const auto held = models.find("iris");
  models.publish(*ServedModels::load({"iris", "2", ""}, file));
  CHECK(held->identity.version == "1");
  CHECK(models.find("iris")->identity.version == "2");
  CHECK(models.all().size() == 1);
  CHECK(told == "12");
  CHECK(models.find_file(held->identity.sha256) == models.find("iris"));
  models.withdraw("iris");
  CHECK(models.find("iris") == nullptr);
  CHECK(models.find_file(held->identity.sha256) == nullptr);
}

std::string unpack_brotli(const std::string& bytes) {
  std::string text(8 << 20, '\0');
  std::size_t size = text.size();
  const auto result =
      BrotliDecoderDecompress(bytes.size(), reinterpret_cast<const std::uint8_t*>(bytes.data()), &size,
                              reinterpret_cast<std::uint8_t*>(text.data()));
  REQUIRE(result == BROTLI_DECODER_RESULT_SUCCESS);
  text.resize(size);
  return text;
}

std::string unpack_gzip(const std::string& bytes) {
  std::string text(8 << 20, '\0');
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(text.data());
  stream.avail_out = static_cast<uInt>(text.size());
  REQUIRE(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  text.resize(stream.total_out);
  inflateEnd(&stream);
  return text;
}

TEST_CASE("encoded copies unpack to the same bytes, also of nothing and of much", "[serving]") {
  const std::atomic<bool> never{false};
  std::string much;
  for (int i = 0; i < 300'000; ++i) much += static_cast<char>('a' + (i % 1009) * (i % 1009) % 23);
  for (const auto& text : {std::string(), std::string("a"), much}) {
    CHECK(unpack_brotli(*compress_brotli(text, never)) == text);
    CHECK(unpack_gzip(*compress_gzip(text, never)) == text);
  }
  const std::atomic<bool> stopped{true};
  CHECK_FALSE(compress_brotli(much, stopped).has_value());
  CHECK_FALSE(compress_gzip(much, stopped).has_value());
}

std::string read_bytes(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

struct Shelf {
  Shelf() {
    file = write_model(folder.path(), train_example("iris"));
    const auto model = *ServedModels::load({"iris", "2", ""}, file);
    version = {"iris",
               "2",
               {"production"},
               model->identity.sha256,
               std::filesystem::file_size(file),
               file,
               1'700'000'000'000,
               true};
    models.publish(model);
    shelved.versions = {{"iris/2", version}, {"iris/production", version}, {"iris/staging", version}};
    server = std::make_unique<TestServer>(model_routes({models, versions, "iris"}), ServerOptions{},
                                          viewer_with_token);
  }
  std::string get(const std::string& path, const std::string& headers = {}) const {
    return exchange_raw(
        server->port,
        "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n");
  }
  std::string wait_for_brotli(const std::string& path, const std::string& headers = {}) const {
    for (int i = 0; i < 200; ++i) {
      auto answer = get(path, headers + "Accept-Encoding: br, gzip\r\n");
      if (answer.find("Content-Encoding: br") != std::string::npos) return answer;
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return {};
  }
  TemporaryDirectory folder;
  std::filesystem::path file;
  VersionFile version;
  ServedModels models{[](const ServedModel&) {}, folder.path() / "encoded"};
  Shelved shelved;
  VersionModels versions{shelved.finder()};
  std::unique_ptr<TestServer> server;
};

TEST_CASE("the production file is public, whole, encoded once and told apart by ETag", "[serving]") {
  const Shelf shelf;
  const auto plain = shelf.get("/models/production");
  CHECK(status_of_answer(plain) == 200);
  CHECK(sha256_hex(body_of_answer(plain)) == shelf.version.sha256);
  CHECK(plain.find("Cache-Control: no-cache\r\n") != std::string::npos);
  CHECK(plain.find("Vary: Accept-Encoding\r\n") != std::string::npos);
  CHECK(plain.find("ETag: \"" + shelf.version.sha256 + "\"\r\n") != std::string::npos);
  const auto brotli = shelf.wait_for_brotli("/models/production");
  CHECK(sha256_hex(unpack_brotli(body_of_answer(brotli))) == shelf.version.sha256);
  CHECK(brotli.find("ETag: \"" + shelf.version.sha256 + "-br\"\r\n") != std::string::npos);
  const auto gzip = shelf.get("/models/iris/production", "Accept-Encoding: gzip\r\n");
  CHECK(sha256_hex(unpack_gzip(body_of_answer(gzip))) == shelf.version.sha256);
}

TEST_CASE("the routes of a model's file take no parameters", "[serving]") {
  const Shelf shelf;
  const auto by_hash = "/models/sha256/" + shelf.version.sha256;
  for (const auto& path : {std::string("/models/production"), std::string("/models/iris/production/manifest"),
                           std::string("/models/iris/2"), std::string("/models/iris/2/contract"),
                           std::string("/models/iris/2/card"), by_hash}) {
    INFO(path);
    CHECK(status_of_answer(shelf.get(path, kToken)) == 200);
    const auto refused = shelf.get(path + "?zzz=1", kToken);
    CHECK(status_of_answer(refused) == 400);
    CHECK(nlohmann::json::parse(body_of_answer(refused))["field"] == "zzz");
  }
}

TEST_CASE("a version that begins to answer has its gzip already", "[serving]") {
  const Shelf shelf;
  CHECK(shelf.models.find("iris")->encoded->gzip() != nullptr);
}

TEST_CASE("encoded copies outlive the process, and are made again when they are damaged", "[serving]") {
  const Shelf shelf;
  REQUIRE_FALSE(shelf.wait_for_brotli("/models/production").empty());
  ServedModels restarted([](const ServedModel&) {}, shelf.folder.path() / "encoded");
  restarted.publish(*ServedModels::load({"iris", "2", ""}, shelf.file));
  CHECK(restarted.find("iris")->encoded->brotli() != nullptr);
  CHECK(restarted.find("iris")->encoded->gzip() != nullptr);
  for (const auto& entry : std::filesystem::directory_iterator(shelf.folder.path() / "encoded")) {
    std::ofstream(entry.path(), std::ios::in | std::ios::out | std::ios::binary) << "XXXX";
  }
  EncodedFiles damaged(shelf.folder.path() / "encoded");
  CHECK(damaged.read(shelf.version.sha256, Encoding::kBrotli) == nullptr);
  CHECK(damaged.read(shelf.version.sha256, Encoding::kGzip) == nullptr);
  CHECK(std::filesystem::is_empty(shelf.folder.path() / "encoded"));
}

TEST_CASE("only so many encoded copies are kept, and nothing without a folder", "[serving]") {
  const TemporaryDirectory folder;
  EncodedFiles files(folder.path() / "encoded", 2);
  for (const auto digit : {'1', '2', '3'}) files.keep(std::string(64, digit), Encoding::kGzip, "copy");
  int kept = 0;
  for (const auto digit : {'1', '2', '3'}) {
    if (files.find(std::string(64, digit), Encoding::kGzip)) ++kept;
  }
  CHECK(kept == 2);
  EncodedFiles nowhere({});
  nowhere.keep(std::string(64, '1'), Encoding::kGzip, "copy");
  CHECK_FALSE(nowhere.find(std::string(64, '1'), Encoding::kGzip).has_value());
}

TEST_CASE("a version besides production is encoded once somebody asked for it", "[serving]") {
  Shelf shelf;
  const auto file = shelf.folder.path() / "old";
  std::filesystem::create_directories(file);
  const auto old = write_model(file, train_example("bonsai"));
  const auto bytes = read_bytes(old);
  shelf.shelved.versions["iris/1"] = {"iris", "1", {}, sha256_hex(bytes), bytes.size(), old};
  const auto first = shelf.get("/models/iris/1", kToken);
  CHECK(sha256_hex(body_of_answer(first)) == sha256_hex(bytes));
  const auto encoded = shelf.wait_for_brotli("/models/iris/1", kToken);
  CHECK(unpack_brotli(body_of_answer(encoded)) == bytes);
  const auto part = shelf.get("/models/iris/1", std::string(kToken) + "Range: bytes=5-9\r\n");
  CHECK(body_of_answer(part) == bytes.substr(5, 5));
}

TEST_CASE("the card is the file's own, or made of what it says", "[serving]") {
  const Shelf shelf;
  const auto card = shelf.get("/models/production/card");
  CHECK(card.find("Content-Type: text/markdown") != std::string::npos);
  CHECK(body_of_answer(card).find("setosa") != std::string::npos);
}

TEST_CASE("a file under its hash never changes", "[serving]") {
  const Shelf shelf;
  const auto answer = shelf.get("/models/sha256/" + shelf.version.sha256);
  CHECK(answer.find("Cache-Control: public, max-age=31536000, immutable\r\n") != std::string::npos);
  CHECK(sha256_hex(body_of_answer(answer)) == shelf.version.sha256);
  CHECK(status_of_answer(shelf.get("/models/sha256/" + std::string(64, '0'))) == 404);
  const auto part = shelf.get("/models/sha256/" + shelf.version.sha256, "Range: bytes=0-9\r\n");
  CHECK(status_of_answer(part) == 206);
  CHECK(body_of_answer(part).size() == 10);
}

TEST_CASE("versions and other aliases need a viewer", "[serving]") {
  const Shelf shelf;
  const std::string token = "Authorization: Bearer x\r\n";
  CHECK(status_of_answer(shelf.get("/models/iris/2")) == 401);
  CHECK(status_of_answer(shelf.get("/models/iris/2", token)) == 200);
  CHECK(sha256_hex(body_of_answer(shelf.get("/models/iris/staging", token))) == shelf.version.sha256);
  CHECK(status_of_answer(shelf.get("/models/iris/7", token)) == 404);
  CHECK(status_of_answer(shelf.get("/models/iris/2/contract", token)) == 200);
}

TEST_CASE("the manifest names file, digests and where it is", "[serving]") {
  const Shelf shelf;
  const auto manifest = nlohmann::json::parse(body_of_answer(shelf.get("/models/production/manifest")));
  CHECK(manifest["name"] == "iris");
  CHECK(manifest["version"] == "2");
  CHECK(manifest["aliases"] == nlohmann::json({"production"}));
  CHECK(manifest["sha256"] == shelf.version.sha256);
  CHECK(manifest["size"] == shelf.version.size);
  CHECK(manifest["model_digest"] == shelf.models.find("iris")->model_digest);
  CHECK(manifest["minimum_engine"] == "0.1.0");
  CHECK(manifest["rollback"] == true);
  CHECK(manifest["created"] == "2023-11-14T22:13:20Z");
  CHECK(manifest["url"] == "/models/sha256/" + shelf.version.sha256);
}

TEST_CASE("without a production version the shelf says what to do", "[serving]") {
  Shelf shelf;
  shelf.models.withdraw("iris");
  for (const auto* path :
       {"/models/production", "/models/production/manifest", "/models/production/contract"}) {
    CHECK(status_of_answer(shelf.get(path)) == 503);
  }
  CHECK(status_of_answer(shelf.get("/models/cactus/production")) == 404);
}

}  // namespace
}  // namespace shohin
