extension Migration {
    /// Failures by block of addresses, and the blocks that accounts logged in from.
    static let tries = Migration(number: 8, name: "008-tries") { dialect in
        [
            "ALTER TABLE failure_counter RENAME TO failure_counter_of_all",
            """
            CREATE TABLE failure_counter (
                subject \(dialect.keyText) NOT NULL,
                block \(dialect.keyText) NOT NULL,
                failures BIGINT NOT NULL CHECK (failures >= 0),
                blocked_until BIGINT,
                updated_at BIGINT NOT NULL,
                PRIMARY KEY (subject, block)
            )
            """,
            // From where the failures came is not known: they count among those of all blocks, and
            // the delay that they began, which held everybody, ends.
            """
            INSERT INTO failure_counter (subject, block, failures, blocked_until, updated_at)
            SELECT subject, '', failures, NULL, updated_at FROM failure_counter_of_all
            """,
            "DROP TABLE failure_counter_of_all",
            "CREATE INDEX failure_counter_age ON failure_counter (updated_at)",
            "CREATE INDEX failure_counter_few ON failure_counter (failures, updated_at)",
            """
            CREATE TABLE known_block (
                account_id BIGINT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
                block \(dialect.keyText) NOT NULL,
                seen_at BIGINT NOT NULL,
                PRIMARY KEY (account_id, block)
            )
            """,
            "CREATE INDEX known_block_age ON known_block (seen_at)",
        ]
    }
}
