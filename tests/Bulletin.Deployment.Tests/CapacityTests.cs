using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;

namespace Bulletin.Deployment.Tests;

/// <summary>script/capacity plans with what the manifests run.</summary>
public sealed partial class CapacityTests
{
    private static readonly Manifests Production = Manifests.Of("production");

    [Theory]
    [InlineData("gateway", "gateways")]
    [InlineData("silo", "silos")]
    public async Task Three_thousand_people_get_the_pods_that_the_manifests_start(string server, string counted)
    {
        var plan = await Plan("--users", "3000");

        Assert.Equal((decimal?)Scaler(server).Spec.MinReplicas, Number($@"\n +{counted} +(\d+) of ", plan));
        var resources = Production.WorkloadNamed($"bulletin-{server}").Pod.Containers[0].Resources;
        Assert.Equal(resources.Requests["cpu"].ToDecimal(), Number(@"gateways +\d+ of (\d+) cores?, ", plan));
        Assert.Equal(resources.Limits["memory"].ToDecimal() / (1 << 30), Number(@"gateways +\d+ of \d+ cores?, (\d+) GB", plan));
    }

    [Fact]
    public async Task More_connections_get_as_many_gateways_as_the_autoscaler_starts()
    {
        var perGateway = Scaler("gateway").Spec.Metrics.Single(metric => metric.Pods?.Metric.Name == "bulletin_live_connections").Pods.Target.AverageValue.ToInt64();

        var plan = await Plan("--users", "60000", "--online", "0.5");

        Assert.Equal((30_000 + perGateway - 1) / perGateway, Number(@"gateways +(\d+) of ", plan));
    }

    [Theory]
    [InlineData("gateway")]
    [InlineData("silo")]
    public void The_share_of_a_core_that_is_planned_with_is_what_the_autoscaler_keeps(string server) =>
        Assert.Equal(
            decimal.Parse(Planned().Match(Repository.Text("script", "lib", "capacity.mjs")).Groups[1].Value, CultureInfo.InvariantCulture) * 100,
            (decimal?)Scaler(server).Spec.Metrics.Single(metric => metric.Resource?.Name == "cpu").Resource.Target.AverageUtilization);

    private static V2HorizontalPodAutoscaler Scaler(string server) => Production.The<V2HorizontalPodAutoscaler>($"bulletin-{server}");

    private static decimal Number(string pattern, string plan) => decimal.Parse(Regex.Match(plan, pattern).Groups[1].Value, CultureInfo.InvariantCulture);

    private static async Task<string> Plan(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Repository.Path("script", "capacity"), arguments) { RedirectStandardOutput = true })!;
        var plan = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return plan;
    }

    [GeneratedRegex(@"utilisation: ([\d.]+),")]
    private static partial Regex Planned();
}
