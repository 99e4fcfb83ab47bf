extension Migration {
    /// Refresh tokens of sessions, cards, and answers kept for repeated requests.
    static let surfaces = Migration(number: 2, name: "002-surfaces") { dialect in
        [
            "ALTER TABLE session ADD COLUMN refresh_hash TEXT",
            """
            CREATE UNIQUE INDEX session_refresh ON session (refresh_hash)
            WHERE refresh_hash IS NOT NULL
            """,
            """
            CREATE TABLE card (
                id \(dialect.keyText) NOT NULL PRIMARY KEY,
                account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                name \(dialect.keyText) NOT NULL CHECK (name <> ''),
                name_key \(dialect.keyText) NOT NULL,
                status TEXT NOT NULL CHECK (status IN ('active', 'disabled', 'deleted')),
                snapshot TEXT NOT NULL,
                revision BIGINT NOT NULL CHECK (revision >= 0),
                created_at BIGINT NOT NULL,
                updated_at BIGINT NOT NULL,
                UNIQUE (account_id, name)
            )
            """,
            "CREATE INDEX card_updated ON card (account_id, updated_at, id)",
            "CREATE INDEX card_created ON card (account_id, created_at, id)",
            """
            CREATE TABLE kept_answer (
                id TEXT NOT NULL PRIMARY KEY,
                content TEXT NOT NULL,
                status BIGINT NOT NULL,
                headers TEXT NOT NULL,
                body TEXT NOT NULL,
                kept_at BIGINT NOT NULL
            )
            """,
            "CREATE INDEX kept_answer_age ON kept_answer (kept_at)",
        ]
    }
}
