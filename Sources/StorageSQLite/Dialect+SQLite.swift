import RosterStorage

extension Dialect {
    /// Where SQLite's SQL differs.
    static let sqlite = Dialect(
        identityColumn: "INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT",
        // SQLite compares text by its bytes unless told otherwise: UTF-8's byte order is the
        // order of code points.
        keyText: "TEXT",
        raiseAccountNumbers: [
            // The first account makes the row; an import may come before it.
            """
            INSERT INTO sqlite_sequence (name, seq) SELECT 'account', 0
            WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'account') AND $1 >= 0
            """,
            "UPDATE sqlite_sequence SET seq = MAX(seq, $1) WHERE name = 'account'",
        ],
        takeAccountNumber:
            "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'account' RETURNING seq")
}
