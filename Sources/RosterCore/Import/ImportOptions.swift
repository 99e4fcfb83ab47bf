/// How rows of an old table become accounts.
package struct ImportOptions: Sendable, Equatable, Codable {
    /// By what a row is known to be somebody who is there already.
    package enum Match: String, Sendable, Codable, CaseIterable {
        case name, email
        /// Every row is a new person.
        case none
    }

    /// What becomes of a row whose name or e-mail is somebody else's.
    package enum Conflict: String, Sendable, Codable, CaseIterable {
        /// It is refused, and the import counts as not wholly done.
        case report
        /// It is taken for that person.
        case link
        /// It is left out, which counts as done.
        case skip
    }

    package var match: Match
    package var onConflict: Conflict
    /// Whether a row's word makes administrators. Without it all are users (THREATS 10).
    package var takesRoles: Bool
    /// The name of the account that cards without an owner of their own belong to.
    package var owner: String?
    /// Whether hashes are taken that cost more than a login should on this machine.
    package var acceptsCostlyHashes: Bool

    package init(
        match: Match, onConflict: Conflict, takesRoles: Bool = false, owner: String? = nil,
        acceptsCostlyHashes: Bool = false
    ) {
        self.match = match
        self.onConflict = onConflict
        self.takesRoles = takesRoles
        self.owner = owner
        self.acceptsCostlyHashes = acceptsCostlyHashes
    }
}

/// How far the import of one file has come. It moves in the transaction of the rows that it counts,
/// so that an import that was killed goes on where it stood.
package struct ImportRun: Sendable, Equatable {
    /// What names the file and how it is read: another file or other options are another import.
    package let id: String
    /// How many rows are done.
    package var rows = 0
    package var counts = ImportCounts()
    /// The reports of the rows done last, as text: whoever was killed before it could write them
    /// down finds them here.
    package var lastReports = ""
    package var updatedAt: Timestamp
    package var finishedAt: Timestamp?

    package init(id: String, at time: Timestamp) {
        self.id = id
        self.updatedAt = time
    }
}

/// How many rows came to what.
package struct ImportCounts: Sendable, Equatable, Codable {
    package var created = 0
    package var linked = 0
    package var present = 0
    package var skipped = 0
    package var refused = 0

    package init() {}

    mutating func add(_ other: ImportCounts) {
        created += other.created
        linked += other.linked
        present += other.present
        skipped += other.skipped
        refused += other.refused
    }

    package mutating func count(_ outcome: ImportReport.Outcome) {
        switch outcome {
        case .created: created += 1
        case .linked: linked += 1
        case .present: present += 1
        case .skipped: skipped += 1
        case .refused: refused += 1
        }
    }
}
