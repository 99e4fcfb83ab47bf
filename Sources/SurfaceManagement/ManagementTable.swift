import RosterCore
package import SurfaceKit

extension ManagementSurface {
    /// A user table with the fields of seed 001.
    package static let table = TableForm(
        surface: SurfaceName("Management"), keyForm: .number(prefix: "user_"),
        timeForm: .rfc3339(milliseconds: false),
        columns: [
            .init(.id, "id", "user_id"), .init(.name, "username"), .init(.email, "email"),
            .init(.phone, "phone"), .init(.avatar, "avatar"), .init(.status, "status"),
            .init(.role, "role"), .init(.password, "password"),
            .init(.passwordHash, "password_hash"), .init(.createdAt, "created_at"),
            .init(.updatedAt, "updated_at"),
        ],
        statuses: [
            .init("active", .active), .init("inactive", .disabled), .init("disabled", .disabled),
        ],
        roles: [.init("user", .user), .init("admin", .admin)])
}
