import RosterCore
package import SurfaceKit

extension TavernSurface {
    /// User cards with the fields of seed 000 and the account that each belongs to.
    package static let table = TableForm(
        surface: SurfaceName("Tavern"), kind: .card, keyForm: .text, timeForm: .milliseconds,
        columns: [
            .init(.id, "id"), .init(.owner, "account", "owner"),
            .init(.name, "name"), .init(.status, "status"),
            .init(.snapshot, "snapshot", "snapshot_json"), .init(.revision, "revision"),
            .init(.createdAt, "created_at"), .init(.updatedAt, "updated_at"),
        ],
        statuses: [])
}
