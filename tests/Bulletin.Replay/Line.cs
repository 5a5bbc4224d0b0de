using System.Text.Json;

namespace Bulletin.Replay;

/// <summary>One line of a conversation, and the client id it is posted under.</summary>
internal sealed record Line(string Text, Guid ClientId)
{
    /// <summary>All lines of a folder's <c>.jsonl</c> files, file by file.</summary>
    public static IReadOnlyList<Line> ReadAll(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.jsonl").Order(StringComparer.Ordinal)
            .SelectMany(file => File.ReadLines(file))
            .Select(line => new Line(JsonSerializer.Deserialize<JsonElement>(line).GetProperty("text").GetString()!, Guid.CreateVersion7())),
    ];
}
