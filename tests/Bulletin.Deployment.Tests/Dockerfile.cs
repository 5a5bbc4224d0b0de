using System.Globalization;
using System.Text.Json;

namespace Bulletin.Deployment.Tests;

/// <summary>A Dockerfile, as its instructions.</summary>
internal sealed class Dockerfile
{
    private Dockerfile(string text)
    {
        Text = text;
        Instructions = [.. text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2) is [var word, var rest] ? (word, string.Join(' ', rest.Split(' ', StringSplitOptions.RemoveEmptyEntries))) : throw new FormatException(line))];
    }

    public string Text { get; }

    public IReadOnlyList<(string Word, string Arguments)> Instructions { get; }

    /// <summary>What runs; the stages before it only build.</summary>
    public IReadOnlyList<(string Word, string Arguments)> Last => [.. Instructions.Skip(Instructions.ToList().FindLastIndex(one => one.Word == "FROM"))];

    public IEnumerable<int> Ports => Last.Where(one => one.Word == "EXPOSE").SelectMany(one => one.Arguments.Split(' ')).Select(port => int.Parse(port, CultureInfo.InvariantCulture));

    public IReadOnlyDictionary<string, string> Environment =>
        Last.Where(one => one.Word == "ENV").SelectMany(one => one.Arguments.Split(' ')).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    public string[] Entrypoint => JsonSerializer.Deserialize<string[]>(Last.Single(one => one.Word == "ENTRYPOINT").Arguments)!;

    public static Dockerfile Of(string role) => new(Repository.Text(role switch
    {
        "silo" => "Bulletin.Silo",
        "gateway" => "Bulletin.Api",
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    }, "Dockerfile"));
}
