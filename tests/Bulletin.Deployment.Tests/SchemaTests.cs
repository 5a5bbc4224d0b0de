using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;

namespace Bulletin.Deployment.Tests;

public sealed partial class SchemaTests : OverlayTests
{
    private static readonly IReadOnlyList<string> Migrations =
        [.. Directory.EnumerateFiles(Repository.Path("Bulletin.Grains", "Storage", "Postgres", "Migrations"), "*.sql").OrderBy(Path.GetFileName, StringComparer.Ordinal)];

    [Theory, MemberData(nameof(Overlays))]
    public void Servers_say_which_migrations_they_know_and_which_versions_still_work_after_them(string overlay)
    {
        var last = int.Parse(Path.GetFileName(Migrations[^1]).Split('_')[0], CultureInfo.InvariantCulture);
        var compatible = Migrations.Select(file => CompatibleFrom().Match(File.ReadLines(file).First())).Last(match => match.Success).Groups[1].Value;

        Assert.All(Manifests.Of(overlay).Servers, server =>
        {
            Assert.Equal($"{last}", server.Deployment!.GetAnnotation("bulletin/migration"));
            Assert.Equal(compatible, server.Deployment!.GetAnnotation("bulletin/compatible-from"));
        });
    }

    [GeneratedRegex(@"^-- Compatible from (\d+)\b")]
    private static partial Regex CompatibleFrom();
}
