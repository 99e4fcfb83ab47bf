import RosterCore

extension SQLTransaction {
    func latestTime() throws(DirectoryError) -> Timestamp? {
        let text = try connection.first(
            "SELECT value FROM directory_fact WHERE name = $1",
            [.text(DatabaseFacts.latestTimeName)]
        ) { row throws(DirectoryError) in try row.requiredText(0) }
        return text.flatMap { Int64($0) }.map { Timestamp(milliseconds: $0) }
    }

    func setLatestTime(_ time: Timestamp) throws(DirectoryError) {
        try setFact(DatabaseFacts.latestTimeName, String(time.milliseconds))
    }

    func tryWriting(at time: Timestamp) throws(DirectoryError) {
        try setFact("write-trial", String(time.milliseconds))
    }

    func redateSigningKeys(madeAfter time: Timestamp, to now: Timestamp) throws(DirectoryError) {
        try connection.execute(
            "UPDATE signing_key SET created_at = $2 WHERE created_at > $1",
            [SQLValue(time), SQLValue(now)])
    }

    private func setFact(_ name: String, _ value: String) throws(DirectoryError) {
        try connection.execute(
            """
            INSERT INTO directory_fact (name, value) VALUES ($1, $2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value
            """, [.text(name), .text(value)])
    }
}
