# panel.R: the tables of this package as R data frames, each column as the dictionary says it is.
#
#   source("panel.R"); p <- read_panel()
#   sum(p$results$due_cents[p$results$latest]) / 100
#
# Base R alone. Identifiers are texts ("011" stays "011"), days Date, times POSIXct (UTC), booleans logical; numbers are
# doubles, in which cents are exact below 90 071 992 547 409.92 euros. The apostrophe that keeps a spreadsheet from
# computing a text is taken off. For other readers of CSV, `column_types` tells the types:
#
#   readr::read_csv("results.csv", col_types = readr_types("results"))
#   data.table::fread("results.csv", colClasses = column_classes("results"))

panel_file <- function(folder, table) file.path(folder, paste0(table, ".csv"))

panel_texts <- function(file) {
    read.csv(file, colClasses = "character", na.strings = "", encoding = "UTF-8", check.names = FALSE)
}

# The type of each column, by its name.
column_types <- function(table, folder = ".") {
    rows <- panel_texts(panel_file(folder, "dictionary"))
    rows <- rows[rows$table == table, ]
    stats::setNames(rows$type, rows$variable)
}

is_number_type <- function(types) types %in% c("whole number", "amount in euros", "decimal", "nearest number")

# Classes for read.csv and data.table::fread. Booleans, days and times come as texts and numbers as numbers.
column_classes <- function(table, folder = ".") {
    types <- column_types(table, folder)
    classes <- ifelse(is_number_type(types), "numeric", ifelse(types == "boolean", "logical", "character"))
    stats::setNames(classes, names(types))
}

# One letter a column, for readr.
readr_types <- function(table, folder = ".") {
    types <- column_types(table, folder)
    letters <- ifelse(is_number_type(types), "d", ifelse(types == "boolean", "l",
        ifelse(types == "date", "D", ifelse(types == "time", "T", "c"))))
    paste(letters, collapse = "")
}

without_mark <- function(text) gsub("@MARK_IN_R@", "\\1", text, perl = TRUE)

read_table_of <- function(table, folder = ".") {
    types <- column_types(table, folder)
    frame <- panel_texts(panel_file(folder, table))
    for (name in names(types)) {
        text <- frame[[name]]
        frame[[name]] <- switch(types[[name]],
            "boolean" = text == "true",
            "date" = as.Date(text),
            "time" = as.POSIXct(sub("Z$", "", text), format = "%Y-%m-%dT%H:%M:%OS", tz = "UTC"),
            "text" = , "identifier" = , "category" = without_mark(text),
            as.numeric(text))
    }
    frame
}

read_panel <- function(folder = ".") {
    tables <- setdiff(unique(panel_texts(panel_file(folder, "dictionary"))$table), "dictionary")
    tables <- tables[file.exists(panel_file(folder, tables))]
    panel <- lapply(tables, read_table_of, folder = folder)
    names(panel) <- tables
    panel
}
