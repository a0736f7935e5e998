#include "tools/command.h"
namespace ipep {
void add_explaining_commands(CLI::App&, Run&) {}
void add_help_commands(CLI::App&, Run&) {}
}  // namespace ipep
