using System.Text.RegularExpressions;

namespace Bulletin.SystemTests.Access;

/// <summary>A call about a topic, and the cell for everybody who may make it.</summary>
/// <param name="Call">The method and path, or <c>hub</c> and the method there; in brackets what tells it from other rows.</param>
internal sealed partial record Row(string Call, string Private, string Public, string Direct, object? Body = null)
{
    public bool IsOfHub => Call.StartsWith("hub ", StringComparison.Ordinal);

    public HttpMethod Method => HttpMethod.Parse(Call.Split(' ')[0]);

    public string Path => $"/api/v1{Call.Split(' ')[1]}";

    /// <summary>Whether it is a call of the admin API, and its cells are for the people of <see cref="AdminMatrix"/>.</summary>
    public bool IsOfAdminApi => Call.Contains(" /admin/", StringComparison.Ordinal);

    public bool IsLocked => Call.EndsWith("(locked)", StringComparison.Ordinal);

    public bool IsRemoved => Call.EndsWith("(removed)", StringComparison.Ordinal);

    public bool ChangesNothing => Call.StartsWith("GET", StringComparison.Ordinal);

    /// <summary>Each kind of topic, who asks, and the cell.</summary>
    public IEnumerable<(Kind Kind, string Who, string Cell)> Cells =>
        [.. Cut(Kind.Private, Matrix.Private, Private), .. Cut(Kind.Public, Matrix.Public, Public), .. Cut(Kind.Direct, Matrix.Direct, Direct)];

    /// <summary>A call of the admin API whose answer does not depend on a topic. It is made beside a public one.</summary>
    public static Row AboutNoTopic(string call, string cells, object? body = null) => new(call, "- - - -", cells, "- - - -", body);

    /// <summary>As the server's description of its API names the operation.</summary>
    public static string OperationOf(string call) => $"{call.Split(' ')[0]} {Placeholders(Query().Replace(call.Split(' ')[1], ""))}" switch
    {
        ['h', 'u', 'b', ..] hub => hub,
        var operation when operation.Contains(" /health", StringComparison.Ordinal) || operation.Contains(" /.well-known", StringComparison.Ordinal) => operation,
        var operation => operation.Replace(" /", " /api/v1/", StringComparison.Ordinal),
    };

    private IEnumerable<(Kind, string, string)> Cut(Kind kind, string[] people, string cells)
    {
        if (IsOfAdminApi) people = AdminMatrix.People;
        var cut = cells.Split(' ');
        Assert.Equal(people.Length, cut.Length);
        return people.Zip(cut, (who, cell) => (kind, who, cell)).Where(cell => cell.cell != "-");
    }

    private static string Placeholders(string path) =>
        Seq().Replace(Username().Replace(path, "{username}"), "{seq}").Replace("{otherId}", "{invitationId}", StringComparison.Ordinal)
            .Replace("{noUser}", "{userId}", StringComparison.Ordinal).Replace("{noTopic}", "{topicId}", StringComparison.Ordinal)
            .Replace("{noReport}", "{reportId}", StringComparison.Ordinal);

    [GeneratedRegex(@"\?.*")]
    private static partial Regex Query();

    [GeneratedRegex(@"\{(own|theirs)\}")]
    private static partial Regex Seq();

    [GeneratedRegex(@"\{(self|other|newcomer|nobody)\}")]
    private static partial Regex Username();
}

public enum Kind { Private, Public, Direct }
