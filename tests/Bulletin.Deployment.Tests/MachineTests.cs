using System.Text.RegularExpressions;

namespace Bulletin.Deployment.Tests;

/// <summary>The units for one machine, and the page that says how to install them.</summary>
public sealed partial class MachineTests
{
    private static readonly string s_page = Repository.Text("docs", "deployment.md");

    private static IEnumerable<string> Units =>
        Directory.EnumerateFiles(Repository.Path("deploy", "vm")).Where(file => file.EndsWith(".service", StringComparison.Ordinal) || file.EndsWith(".timer", StringComparison.Ordinal));

    [Fact]
    public void All_units_are_installed_and_run_programs_that_are_installed()
    {
        Assert.Equal(4, Units.Count());
        Assert.All(Units, unit => Assert.Contains($"deploy/vm/{Path.GetFileName(unit)} ", s_page, StringComparison.Ordinal));
        var programs = Units.SelectMany(unit => Program().Matches(File.ReadAllText(unit))).Concat(Program().Matches(s_page))
            .Select(match => (Folder: match.Groups[1].Value, Name: match.Groups[2].Value)).Distinct().ToList();

        Assert.Equal(["Bulletin.Api", "Bulletin.Silo"], programs.Select(program => program.Name).Order());
        Assert.All(programs, program => Assert.Contains($"cp -r artifacts/run/{program.Name} {program.Folder}", s_page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_backup_that_hangs_or_fails_is_noticed()
    {
        var unit = Repository.Text("deploy", "vm", "bulletin-backup.service");

        Assert.Contains("\nOnFailure=bulletin-failed@%n.service\n", unit, StringComparison.Ordinal);
        Assert.Contains("\nTimeoutStartSec=15min\n", unit, StringComparison.Ordinal);
        Assert.Contains("\nUser=bulletin\n", unit, StringComparison.Ordinal);
        Assert.True(File.Exists(Repository.Path("deploy", "vm", "bulletin-failed@.service")));
    }

    [Fact]
    public void The_server_can_not_use_up_the_machine()
    {
        var unit = Repository.Text("deploy", "vm", "bulletin.service");

        Assert.Matches(@"\nMemoryMax=[1-8]?\d%\n", unit);
        Assert.Matches(@"\nTasksMax=\d+\n", unit);
    }

    [Fact]
    public void Commands_of_the_page_run_as_the_service() =>
        Assert.All(s_page.Split('\n').Where(line => line.Contains("/opt/", StringComparison.Ordinal) && line.Contains("Bulletin.Silo.dll", StringComparison.Ordinal)),
            line => Assert.Contains("runuser -u bulletin -- dotnet", line, StringComparison.Ordinal));

    [GeneratedRegex(@"dotnet (/opt/[\w-]+)/(Bulletin\.\w+)\.dll")]
    private static partial Regex Program();
}
