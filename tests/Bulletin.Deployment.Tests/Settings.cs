using System.Text.RegularExpressions;

namespace Bulletin.Deployment.Tests;

/// <summary>The settings of the programs, as the table in docs/operations.md names them.</summary>
internal static partial class Settings
{
    private static readonly HashSet<string> Documented = [.. Read()];

    /// <param name="variable">As in the environment: <c>Cluster__SiloPort</c>.</param>
    public static bool Has(string variable) =>
        Documented.Contains(variable) || Documented.Contains(Number().Replace(variable.Replace("__", ":", StringComparison.Ordinal), ":0$1"));

    private static IEnumerable<string> Read()
    {
        var section = "";
        foreach (var row in Repository.Text("docs", "operations.md").Split('\n').Where(line => line.StartsWith('|')))
        {
            var name = row.Split('|')[1];
            // A section is said in its first row and goes on until the next.
            if (Section().Match(name) is { Success: true } begins) section = begins.Groups[1].Value;
            foreach (Match quoted in Quoted().Matches(Section().Replace(name, "")))
            {
                yield return quoted.Groups[1].Value;
                yield return section + quoted.Groups[1].Value;
            }
        }
        // What ASP.NET Core calls by other names in the environment.
        foreach (Match quoted in EnvironmentOnly().Matches(Repository.Text("docs", "operations.md"))) yield return quoted.Groups[1].Value;
    }

    [GeneratedRegex(@"\*\*`([A-Za-z]+:)`\*\*")]
    private static partial Regex Section();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex("`((?:ASPNETCORE|OTEL)_[A-Z_]+)`")]
    private static partial Regex EnvironmentOnly();

    [GeneratedRegex(@":\d+(:|$)")]
    private static partial Regex Number();
}
