import RosterCore
package import SurfaceKit

extension ThinkSNSSurface {
    /// The table `users` of ThinkSNS+. What it calls deleted is disabled here, as the surface shows it
    /// (contracts/thinksns.md §0, "disabled account").
    package static let table = TableForm(
        surface: SurfaceName("ThinkSNS"), keyForm: .number(prefix: ""), timeForm: .utc,
        columns: [
            .init(.id, "id"), .init(.name, "name"), .init(.email, "email"),
            .init(.phone, "phone"), .init(.password, "password"), .init(.bio, "bio"),
            .init(.sex, "sex"), .init(.location, "location"), .init(.avatar, "avatar"),
            .init(.background, "bg"), .init(.createdAt, "created_at"),
            .init(.updatedAt, "updated_at"), .init(.disabledAt, "deleted_at"),
        ],
        statuses: [])
}
