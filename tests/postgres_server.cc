#include "tests/postgres_server.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "tests/scratch.h"

namespace ipep {
namespace {

const std::string kPrograms = "/usr/lib/postgresql/15/bin/";

void execute(const std::string& command) {
    if (std::system(command.c_str()) != 0) throw std::runtime_error("failed: " + command);
}

std::string quoted(const std::string& text) {
    std::string all = "'";
    for (const char one : text) all += one == '\'' ? std::string("'\\''") : std::string(1, one);
    return all + "'";
}

}  // namespace

bool PostgresServer::is_installed() { return std::filesystem::exists(kPrograms + "postgres"); }

void PostgresServer::as_its_user(const std::string& command) const {
    const std::string as = ::geteuid() == 0 ? "runuser -u nobody -- " : "";
    execute("cd / && " + as + "sh -c " + quoted(command) + " >>" + folder_ + "/told 2>&1");
}

PostgresServer::PostgresServer() {
    char name[] = "/tmp/ipep-postgres-XXXXXX";
    if (!::mkdtemp(name)) throw std::runtime_error("no temporary folder");
    folder_ = name;
    if (::geteuid() == 0) execute("chown nobody " + folder_);
    as_its_user(kPrograms + "initdb --no-sync -A trust -U postgres -E UTF8 --no-locale -D " + folder_ + "/data");
    start();
}

void PostgresServer::start() {
    as_its_user(kPrograms + "pg_ctl -w -s -D " + folder_ + "/data -l " + folder_ + "/log -o " +
                quoted("-F -c listen_addresses= -c shared_buffers=16MB -c unix_socket_directories=" + folder_) +
                " start");
}

void PostgresServer::stop() { as_its_user(kPrograms + "pg_ctl -w -s -m immediate -D " + folder_ + "/data stop"); }

PostgresServer::~PostgresServer() {
    try {
        stop();
    } catch (const std::exception&) {
        // It was stopped by the test.
    }
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

PostgresServer::Database PostgresServer::make_database() {
    const std::string name = "ledger" + std::to_string(++databases_);
    const std::string at = "host=" + folder_ + " dbname=" + name + " user=";
    const Database database{at + "postgres", at + "node"};
    run({"host=" + folder_ + " dbname=postgres user=postgres", ""}, "create database " + name);
    std::ifstream schema(project_path("ops/postgres/schema.sql"));
    run(database, {std::istreambuf_iterator<char>(schema), {}});
    if (databases_ == 1) run(database, "create role node login in role ipep_node");
    return database;
}

std::string PostgresServer::run(const Database& database, const std::string& statements) const {
    const std::string file = folder_ + "/statements.sql", output = folder_ + "/output";
    std::ofstream(file) << statements;
    execute("psql -X -q -A -t -v ON_ERROR_STOP=1 -d " + quoted(database.owner) + " -f " + file + " >" + output +
            " 2>>" + folder_ + "/told");
    return read_file(output);
}

}  // namespace ipep
