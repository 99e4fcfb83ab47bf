/// The section VERBS.
extension Manual {
    /// A subsection for each verb, those of a group after the group's own.
    var verbs: [String] {
        [".Sh VERBS"] + subsections(of: command, under: [])
    }

    /// Arguments and options with their explanations.
    func list(of arguments: [ParserDescription.Argument]) -> [String] {
        // Of some arguments of its own the parser says nothing; they stand in the usage line.
        let explained = arguments.filter { !$0.explanation.isEmpty }
        guard !explained.isEmpty else { return [] }
        let items = explained.flatMap { argument in
            [".It " + argument.head.joined(separator: " , ")] + argument.explanation
        }
        return [".Bl -tag -width Ds"] + items + [".El"]
    }

    private func subsections(
        of command: ParserDescription.Command, under names: [String]
    ) -> [String] {
        (command.subcommands ?? []).filter(\.shouldDisplay).flatMap { verb in
            let path = names + [verb.commandName]
            return subsection(verb, path) + subsections(of: verb, under: path)
        }
    }

    private func subsection(_ verb: ParserDescription.Command, _ path: [String]) -> [String] {
        let words = path.map(Roff.argument).joined(separator: " ")
        let known = Set(everyVerbs.flatMap { $0.names ?? [] })
        let own = (verb.arguments ?? []).filter { argument in
            argument.shouldDisplay && known.isDisjoint(with: argument.names ?? [])
        }
        var lines = [".Ss \(Roff.argument(command.commandName)) \(words)"]
        if verb.subcommands == nil {
            let options = own.filter { $0.kind != .positional }
            let positional = own.filter { $0.kind == .positional }
            // Kept words: an option and its value stay on one line.
            lines += [".Bk -words", ".Nm", ".Cm \(words)"] + (options + positional).map(\.usage)
            lines += [".Ek", ".Pp"]
        }
        lines += Roff.lines(verb.abstract ?? "")
        if let discussion = verb.discussion { lines += [".Pp"] + Roff.lines(discussion) }
        return lines + list(of: own)
    }
}

extension ParserDescription.Argument {
    /// As it stands in a verb's usage line.
    var usage: String {
        let head = head.last ?? ""
        return (isOptional ? ".Op " : ".") + head + (isRepeating ? " ..." : "")
    }

    /// Its ways to be written, macros and words, the longest name last.
    var head: [String] {
        let value = Roff.argument(valueName ?? "value")
        guard let names else { return ["Ar \(value)"] }
        let sorted = names.sorted { $0.name.utf8.count < $1.name.utf8.count }
        return sorted.map { name in
            let dash = name.kind == .long ? "-" : ""
            let flag = "Fl " + Roff.argument(dash + name.name)
            return kind == .option ? "\(flag) Ar \(value)" : flag
        }
    }

    /// What the parser says of it, and what it takes where the words leave that out.
    var explanation: [String] {
        let text = abstract ?? ""
        var lines = Roff.lines(text)
        if let allValues, !allValues.allSatisfy(text.contains) {
            lines += Roff.lines(
                "One of " + allValues.map { "`\($0)`" }.joined(separator: ", ") + ".")
        }
        if let defaultValue, !defaultValue.isEmpty {
            lines += Roff.lines("Default: `\(defaultValue)`.")
        }
        return lines
    }
}
