import RosterCore
package import SurfaceKit

extension IAMSurface {
    /// The table `user` of marmotedu IAM (configs/iam.sql), or the items of its list as they are
    /// answered, one a line.
    package static let table = TableForm(
        surface: SurfaceName("IAM"), keyForm: .number(prefix: ""), timeForm: .local,
        columns: [
            .init(.id, "id", "metadata.id"),
            .init(.instanceID, "instanceID", "metadata.instanceID"),
            .init(.name, "name", "metadata.name"), .init(.status, "status"),
            .init(.displayName, "nickname"), .init(.password, "password"),
            .init(.email, "email"), .init(.phone, "phone"), .init(.role, "isAdmin"),
            .init(.extend, "extendShadow", "extend", "metadata.extend"),
            .init(.lastLoginAt, "loginedAt"),
            .init(.createdAt, "createdAt", "metadata.createdAt"),
            .init(.updatedAt, "updatedAt", "metadata.updatedAt"),
        ],
        statuses: [.init("1", .active), .init("0", .disabled)],
        roles: [.init("0", .user), .init("1", .admin)])
}
