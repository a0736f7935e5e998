// Postgres server: a PostgreSQL 15 of a test's own, in a folder of its own, reached by a socket there; gone with the
// object. PostgreSQL does not run as root: there it runs as `nobody`.
#pragma once

#include <string>

namespace ipep {

class PostgresServer {
public:
    // Precondition: is_installed().
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    // Whether the machine has one; a test is skipped where not, and prints why.
    static bool is_installed();
    // A new database with the schema of ops/postgres: how it is reached by its owner, and by a node.
    struct Database {
        std::string owner, node;
    };
    Database make_database();
    // What psql makes of statements, as the owner of the database; its output.
    std::string run(const Database& database, const std::string& statements) const;
    void stop();
    void start();

private:
    void as_its_user(const std::string& command) const;
    std::string folder_;
    int databases_ = 0;
};

}  // namespace ipep
