extension Migration {
    /// Who freed a name, and the token that a refresh gave out, for who asks again.
    static let repeats = Migration(number: 7, name: "007-repeats") { _ in
        [
            // No reference: the number of a purged account is never used again, and its freed names
            // stay closed.
            "ALTER TABLE freed_name ADD COLUMN freed_by BIGINT",
            "ALTER TABLE session ADD COLUMN replaced_at BIGINT",
            "ALTER TABLE session ADD COLUMN kept_token TEXT",
        ]
    }
}
