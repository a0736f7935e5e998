// Commands: what `ipep` does, one function a command, each answering with an exit code.
#pragma once

#include <CLI/CLI.hpp>

#include "tools/commands/shell.h"

namespace ipep {

// Each adds its subcommands to the program; `run` is set to what the chosen one does.
using Run = std::function<int(const Shell&)>;

void add_recording_commands(CLI::App& program, Run& run);   // init, append, settle
void add_reading_commands(CLI::App& program, Run& run);     // settlement, balances, envelope, statement, events
void add_explaining_commands(CLI::App& program, Run& run);  // explain
void add_verifying_commands(CLI::App& program, Run& run);   // verify, rebuild
void add_proving_commands(CLI::App& program, Run& run);
void add_completeness_commands(
    CLI::App& program,
    Run& run);  // behind those, whose `prove` they add to     // key, checkpoint, prove, leaf, backup, restore, export
void add_history_commands(CLI::App& program, Run& run);     // history, diff
void add_simulating_commands(CLI::App& program, Run& run);  // simulate
void add_adjusting_commands(CLI::App& program, Run& run);   // adjust fit, adjust apply
void add_panel_command(CLI::App& program, Run& run);        // export panel; after the proving commands
void add_reviewing_commands(CLI::App& program, Run& run);   // review
void add_paying_commands(CLI::App& program, Run& run);      // order, approve, issue, bank … close-month, reconcile
void add_books_commands(CLI::App& program, Run& run);       // journal, trial-balance, account-ledger, variation-table
void add_letter_command(CLI::App& program, Run& run);       // letter
void add_notice_command(CLI::App& program, Run& run);       // notice
void add_token_commands(CLI::App& program, Run& run);       // token
void add_help_commands(CLI::App& program, Run& run);        // help

}  // namespace ipep
