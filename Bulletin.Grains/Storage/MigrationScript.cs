using System.Globalization;

namespace Bulletin.Grains.Storage;

/// <summary>One numbered step of an engine's schema, embedded as <c>Storage/{engine}/Migrations/001_name.sql</c>.</summary>
internal sealed record MigrationScript(int Number, string Name, string Sql)
{
    /// <summary>All steps of an engine, in order.</summary>
    /// <param name="engine">The engine's folder.</param>
    public static IReadOnlyList<MigrationScript> Of(string engine)
    {
        var assembly = typeof(MigrationScript).Assembly;
        var prefix = $"{typeof(MigrationScript).Namespace}.{engine}.Migrations.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(resource =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
                var file = resource[prefix.Length..^".sql".Length];
                return new MigrationScript(int.Parse(file[..3], CultureInfo.InvariantCulture), file[4..], reader.ReadToEnd());
            })];
    }
}
