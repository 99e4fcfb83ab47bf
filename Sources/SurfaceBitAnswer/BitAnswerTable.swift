import RosterCore
package import SurfaceKit

extension BitAnswerSurface {
    /// The records of seed 002's list, one a line, or the same as a table.
    package static let table = TableForm(
        surface: SurfaceName("BitAnswer"), keyForm: .text, timeForm: .local,
        columns: [
            .init(.id, "guid"), .init(.name, "name"), .init(.displayName, "nickName"),
            .init(.password, "password"), .init(.createdAt, "regDate"), .init(.status, "status"),
        ],
        // 2 says that somebody is online.
        statuses: [.init("0", .active), .init("1", .disabled), .init("2", .active)])
}
