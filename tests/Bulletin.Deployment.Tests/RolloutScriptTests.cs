using System.Runtime.Versioning;

namespace Bulletin.Deployment.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class RolloutScriptTests
{
    private static readonly string[] Before = ["apply the rest", "delete the last migration", "apply migrate", "wait for the migration"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("production")]
    [InlineData("local")]
    public async Task Gateways_follow_when_all_silos_are_there_and_silos_follow_the_migration(string overlay)
    {
        using RolloutScript script = new();

        var (code, steps, _) = await script.Run(overlay, Cancel);

        Assert.Equal(0, code);
        Assert.Equal([.. Before, "apply silo", "wait for silo", "apply gateway", "wait for gateway"], steps);
    }

    [Fact]
    public async Task With_silos_inside_the_gateways_there_are_only_gateways_to_roll_out()
    {
        using RolloutScript script = new();

        var (code, steps, _) = await script.Run("cohosted", Cancel);

        Assert.Equal(0, code);
        Assert.Equal([.. Before, "apply gateway", "wait for gateway"], steps);
    }

    [Fact]
    public async Task A_failed_migration_ends_the_rollout_at_once()
    {
        using RolloutScript script = new() { Job = "FailureTarget Failed" };

        var (code, steps, errors) = await script.Run("production", Cancel);

        Assert.Equal(1, code);
        Assert.Equal(Before, steps);
        Assert.Contains("the migration failed", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("silo", "apply silo, wait for silo")]
    [InlineData("gateway", "apply silo, wait for silo, apply gateway, wait for gateway")]
    public async Task What_does_not_come_up_is_undone_gateways_first(string down, string until)
    {
        using RolloutScript script = new() { Down = down };

        var (code, steps, errors) = await script.Run("production", Cancel);

        Assert.Equal(1, code);
        Assert.Equal([.. Before, .. until.Split(", "), "undo gateway", "wait for gateway", "undo silo", "wait for silo"], steps);
        Assert.Contains($"bulletin-{down} did not come up, and the rollout was undone", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("9")]
    [InlineData("")]
    public async Task Nothing_is_undone_to_a_version_that_may_refuse_the_database(string migration)
    {
        using RolloutScript script = new() { Down = "silo", Migration = migration };

        var (code, steps, errors) = await script.Run("production", Cancel);

        Assert.Equal(1, code);
        Assert.Equal([.. Before, "apply silo", "wait for silo"], steps);
        Assert.Contains("Nothing was undone", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_version_that_is_still_compatible_is_gone_back_to()
    {
        using RolloutScript script = new() { Down = "silo", Migration = "10" };

        Assert.Contains("undo silo", (await script.Run("production", Cancel)).Steps);
    }
}
