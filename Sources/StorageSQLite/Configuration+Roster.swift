import GRDB

extension Configuration {
    /// The one connection that writes and checkpoints.
    static var writer: Configuration {
        var configuration = memory
        configuration.journalMode = .wal
        return configuration
    }

    /// The one connection of a database in memory, which has no log.
    static var memory: Configuration {
        var configuration = base
        configuration.label = "roster.writer"
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA foreign_keys = ON;
                    PRAGMA wal_autocheckpoint = 1000;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA cache_size = -65536;
                    """)
        }
        return configuration
    }

    /// A connection that only reads. It never checkpoints: it cannot write.
    static var reader: Configuration {
        var configuration = base
        configuration.label = "roster.reader"
        configuration.readonly = true
        configuration.prepareDatabase { database in
            try database.execute(
                sql: """
                    PRAGMA wal_autocheckpoint = 0;
                    PRAGMA cache_size = -16384;
                    PRAGMA mmap_size = 1073741824;
                    """)
        }
        return configuration
    }

    private static var base: Configuration {
        var configuration = Configuration()
        // One process owns the folder, so waiting is rare; a backup tool may hold a lock briefly.
        configuration.busyMode = .timeout(Double(SQLiteConnection.busyMilliseconds) / 1000)
        configuration.acceptsDoubleQuotedStringLiterals = false
        return configuration
    }
}
