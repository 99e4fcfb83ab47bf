import RosterCore

extension SQLTransaction {
    func importRun(_ id: String) throws(DirectoryError) -> ImportRun? {
        try connection.first(
            """
            SELECT rows_done, created, linked, present, skipped, refused, last_reports, updated_at,
                finished_at
            FROM import_run WHERE id = $1
            """, [.text(id)]
        ) { row throws(DirectoryError) in
            var run = ImportRun(id: id, at: try row.requiredTimestamp(7))
            run.rows = Int(try row.requiredInteger(0))
            run.counts.created = Int(try row.requiredInteger(1))
            run.counts.linked = Int(try row.requiredInteger(2))
            run.counts.present = Int(try row.requiredInteger(3))
            run.counts.skipped = Int(try row.requiredInteger(4))
            run.counts.refused = Int(try row.requiredInteger(5))
            run.lastReports = try row.requiredText(6)
            run.finishedAt = row.timestamp(8)
            return run
        }
    }

    func set(_ run: ImportRun) throws(DirectoryError) {
        let counts = run.counts
        try connection.execute(
            """
            INSERT INTO import_run (
                id, rows_done, created, linked, present, skipped, refused, last_reports,
                updated_at, finished_at
            ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (id) DO UPDATE SET
                rows_done = excluded.rows_done, created = excluded.created,
                linked = excluded.linked, present = excluded.present, skipped = excluded.skipped,
                refused = excluded.refused, last_reports = excluded.last_reports,
                updated_at = excluded.updated_at, finished_at = excluded.finished_at
            """,
            [
                .text(run.id), .integer(Int64(run.rows)), .integer(Int64(counts.created)),
                .integer(Int64(counts.linked)), .integer(Int64(counts.present)),
                .integer(Int64(counts.skipped)), .integer(Int64(counts.refused)),
                .text(run.lastReports), SQLValue(run.updatedAt), SQLValue(run.finishedAt),
            ])
    }

    func removeImportRuns(
        untouchedSince time: Timestamp, limit: Int
    ) throws(DirectoryError) -> Int {
        try connection.execute(
            """
            DELETE FROM import_run WHERE id IN (
                SELECT id FROM import_run WHERE updated_at < $1 ORDER BY updated_at LIMIT $2
            )
            """, [SQLValue(time), .integer(Int64(limit))])
    }
}
