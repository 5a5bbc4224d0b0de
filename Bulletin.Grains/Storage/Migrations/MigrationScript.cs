using System.Globalization;
using System.Text.RegularExpressions;

namespace Bulletin.Grains.Storage.Migrations;

/// <summary>One numbered migration of an engine's schema, embedded as <c>Storage/{engine}/Migrations/001_name.sql</c>.</summary>
/// <param name="CompatibleFrom">
/// A program can use the schema of this migration if its own last migration is this number or later. A script that only adds to
/// the schema omits the number and inherits it from the previous script; one that removes something begins with the line <c>--
/// Compatible from 7</c>.
/// </param>
internal sealed partial record MigrationScript(int Number, string Name, string Sql, int CompatibleFrom)
{
    /// <summary>All migrations of an engine, in order.</summary>
    /// <param name="engine">The engine's folder.</param>
    public static IReadOnlyList<MigrationScript> Of(string engine)
    {
        var assembly = typeof(MigrationScript).Assembly;
        var prefix = $"Bulletin.Grains.Storage.{engine}.Migrations.";
        return InOrder(assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(resource =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                return (resource[prefix.Length..^".sql".Length], reader.ReadToEnd());
            }));
    }

    /// <param name="files">File names without the extension, and the contents.</param>
    internal static IReadOnlyList<MigrationScript> InOrder(IEnumerable<(string Name, string Sql)> files)
    {
        var scripts = new List<MigrationScript>();
        foreach (var (name, sql) in files.OrderBy(file => file.Name, StringComparer.Ordinal))
        {
            var compatible = FirstLine().Match(sql) is { Success: true } said ? Parse(said.Groups[1].Value)
                : scripts.Count > 0 ? scripts[^1].CompatibleFrom
                : Parse(name[..3]);
            scripts.Add(new(Parse(name[..3]), name[4..], sql, compatible));
        }
        return scripts;

        static int Parse(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"^-- Compatible from (\d+)\b")]
    private static partial Regex FirstLine();
}
