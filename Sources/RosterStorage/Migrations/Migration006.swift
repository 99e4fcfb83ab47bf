extension Migration {
    /// The orders in which people are found: by followers, and by the time of creation.
    static let findPeople = Migration(number: 6, name: "006-find-people") { _ in
        [
            // Most accounts have no followers, and no row of the index.
            """
            CREATE INDEX account_counter_followers ON account_counter (followers, account_id)
            WHERE followers > 0
            """,
            // Of all accounts, deleted ones too: a change of an account then does not touch it.
            "CREATE INDEX account_created ON account (created_at, id)",
        ]
    }
}
