extension Migration {
    /// How far imports of old tables have come.
    static let imports = Migration(number: 4, name: "004-imports") { _ in
        [
            """
            CREATE TABLE import_run (
                id TEXT NOT NULL PRIMARY KEY,
                rows_done BIGINT NOT NULL CHECK (rows_done >= 0),
                created BIGINT NOT NULL,
                linked BIGINT NOT NULL,
                present BIGINT NOT NULL,
                skipped BIGINT NOT NULL,
                refused BIGINT NOT NULL,
                last_reports TEXT NOT NULL,
                updated_at BIGINT NOT NULL,
                finished_at BIGINT,
                CHECK (rows_done = created + linked + present + skipped + refused)
            )
            """,
            // Whether an id is no imported one: the account's own number was wanted for another.
            """
            ALTER TABLE surface_key
            ADD COLUMN is_given INTEGER NOT NULL DEFAULT 0 CHECK (is_given IN (0, 1))
            """,
            "CREATE INDEX import_run_age ON import_run (updated_at)",
            // The recycle bin as the command line lists it.
            "CREATE INDEX account_deleted ON account (id) WHERE deleted_at IS NOT NULL",
        ]
    }
}
