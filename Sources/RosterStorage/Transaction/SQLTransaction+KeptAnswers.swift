import RosterCore

extension SQLTransaction {
    func keptAnswer(
        _ id: String, keptAfter time: Timestamp
    ) throws(DirectoryError) -> (content: String, answer: KeptAnswer)? {
        try connection.first(
            """
            SELECT content, status, headers, body FROM kept_answer
            WHERE id = $1 AND kept_at > $2
            """, [.text(id), SQLValue(time)]
        ) { row throws(DirectoryError) in
            let answer = KeptAnswer(
                status: Int(try row.requiredInteger(1)),
                headers: Self.headers(in: try row.requiredText(2)),
                body: try row.requiredText(3))
            return (content: try row.requiredText(0), answer: answer)
        }
    }

    func keep(
        _ answer: KeptAnswer, under key: IdempotencyKey, at time: Timestamp
    ) throws(DirectoryError) {
        // One field a line: no header value holds a line break.
        let headers = answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
        try connection.execute(
            """
            INSERT INTO kept_answer (id, content, status, headers, body, kept_at)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (id) DO UPDATE SET content = excluded.content, status = excluded.status,
                headers = excluded.headers, body = excluded.body, kept_at = excluded.kept_at
            """,
            [
                .text(key.id), .text(key.content), .integer(Int64(answer.status)),
                .text(headers), .text(answer.body), SQLValue(time),
            ])
    }

    func removeAnswers(keptBefore time: Timestamp, limit: Int) throws(DirectoryError) -> Int {
        try connection.execute(
            """
            DELETE FROM kept_answer WHERE id IN (
                SELECT id FROM kept_answer WHERE kept_at < $1 ORDER BY kept_at LIMIT $2
            )
            """, [SQLValue(time), .integer(Int64(limit))])
    }

    private static func headers(in text: String) -> [KeptAnswer.Header] {
        text.split(at: "\n").compactMap { line in
            // By code point: a value may begin with a mark that joins the space before it.
            let scalars = line.unicodeScalars
            guard let colon = scalars.firstIndex(of: ":") else { return nil }
            let value = scalars[scalars.index(after: colon)...].dropFirst()
            return KeptAnswer.Header(name: String(scalars[..<colon]), value: String(value))
        }
    }
}
