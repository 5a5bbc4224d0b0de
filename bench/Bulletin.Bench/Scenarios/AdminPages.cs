using Bulletin.Bench.Data;
using Bulletin.Bench.Load;

namespace Bulletin.Bench.Scenarios;

/// <summary>Every list of the admin API, with each filter and order, and where its pages begin.</summary>
internal sealed class AdminPages(Site site)
{
    private const string Some = "2024-01-01T00:00:00Z";

    // From the first rows of a list to its last ones.
    private static readonly double[] s_depths = [0.1, 0.5, 0.97];

    public IEnumerable<AdminPage> All() => [.. Users(), .. Topics(), .. Messages(), .. Reports(), .. Audit()];

    private IEnumerable<AdminPage> Users()
    {
        (string? Role, string? State, string? Since)[] filters =
            [(null, null, null), ("member", null, null), ("moderator", null, null), (null, "active", null), (null, "suspended", null), (null, "closed", null), (null, null, Some)];
        foreach (var (role, state, since) in filters)
            foreach (var sort in (string[])["username", "-username", "created", "-created", "lastSeen", "-lastSeen"])
                yield return Page("users", Query(("role", role), ("state", state), ("createdAfter", since), ("sort", sort)), [null, role, state, since, sort], sort[0] == '-',
                    row => new(Site.At(row), Site.User(row), Text: $"user{row}"));
        foreach (var name in (string[])["user5", "person 4", "nobody"])
            yield return Page("users", Query(("query", name)), [name, null, null, null, null], descending: false, row => new(0, default, Text: $"{name}{row}\nuser{row}"));
    }

    private IEnumerable<AdminPage> Topics()
    {
        (string? Access, string? State, string? Creator, string? Search)[] filters =
        [
            (null, null, null, null), ("public", null, null, null), ("private", null, null, null), ("direct", null, null, null), (null, "active", null, null),
            (null, "locked", null, null), (null, "resolved", null, null), (null, "removed", null, null), ("direct", "removed", null, null),
            (null, null, "7", null), (null, null, null, "topic"), (null, null, null, "unheard"),
        ];
        foreach (var (access, state, creator, search) in filters)
            foreach (var (sort, order) in ((string, string)[])[("-activity", "Activity"), ("-created", "CreatedDescending"), ("created", "Created")])
            {
                var by = creator is null ? null : Site.User(int.Parse(creator, System.Globalization.CultureInfo.InvariantCulture)).ToString();
                yield return Page("topics", Query(("access", access), ("state", state), ("creator", by), ("query", search), ("sort", sort)),
                    [search, Name(access), Name(state), by, order], sort[0] == '-', row => new(Site.At(row), Site.Topic(row)));
            }
    }

    private IEnumerable<AdminPage> Messages()
    {
        // Somebody who wrote much and somebody who wrote little; the longest topic and a short one.
        Guid?[] authors = [null, Site.User(1), Site.User(77)], topics = [null, Site.Topic(1), Site.Topic(5)];
        foreach (var author in authors)
            foreach (var topic in topics)
                foreach (var deleted in (string?[])[null, "true", "false"])
                    foreach (var search in (string?[])[null, "weather", "unheard"])
                        yield return Page("messages", Query(("query", search), ("author", author?.ToString()), ("topic", topic?.ToString()), ("deleted", deleted)),
                            [search, author?.ToString(), topic?.ToString(), null, null, Name(deleted)], descending: true,
                            row => new(Site.At(20 * row), Site.Topic(row), topic == Site.Topic(5) ? 10 : row));
    }

    private IEnumerable<AdminPage> Reports()
    {
        foreach (var state in (string?[])[null, "open", "resolved", "dismissed"])
            foreach (var assignee in (string?[])[null, "me", Site.User(1).ToString()])
                yield return Page("reports", Query(("state", state), ("assignee", assignee)), [state, assignee], descending: true, row => new(Site.At(row / 20), default));
    }

    private IEnumerable<AdminPage> Audit()
    {
        foreach (var actor in (string?[])[null, Site.User(1).ToString()])
            foreach (var action in (string?[])[null, "user", "user.removed"])
                foreach (var target in (string?[])[null, Site.User(2).ToString()])
                    yield return Page("audit", Query(("actor", actor), ("action", action), ("target", target)), [actor, action, target, null, null], descending: true,
                        row => new(Site.At(row / 5), default));
    }

    private AdminPage Page(string list, string query, string?[] filters, bool descending, Func<int, Place> place) => new(
        list, $"/api/v1/admin/{list}?{query}",
        [.. s_depths.Select(depth => place((int)(site.Size * (descending ? 1 - depth : depth)))).Select(at => Cursors.Of(list, filters, at.Number, at.Id, at.Seq, at.Text))]);

    private static string Query(params (string Name, string? Value)[] filters) =>
        string.Join('&', filters.Where(filter => filter.Value is not null).Select(filter => $"{filter.Name}={Uri.EscapeDataString(filter.Value!)}"));

    // As the server's enumerations and flags are written.
    private static string? Name(string? value) => value is null ? null : char.ToUpperInvariant(value[0]) + value[1..];

    private sealed record Place(long Number, Guid Id, long Seq = 0, string? Text = null);
}

/// <param name="Path">Of the first page.</param>
/// <param name="Deep">The cursors of pages further on.</param>
internal sealed record AdminPage(string List, string Path, string[] Deep);
