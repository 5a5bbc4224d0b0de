using k8s.Models;

namespace Bulletin.Deployment.Tests;

public sealed class SettingTests : OverlayTests
{
    [Fact]
    public void Settings_are_known_by_their_names()
    {
        Assert.True(Settings.Has("Cluster__SiloPort"));
        Assert.True(Settings.Has("ForwardedHeaders__KnownNetworks__2"));
        Assert.True(Settings.Has("ASPNETCORE_HTTP_PORTS"));
        Assert.False(Settings.Has("Cluster__SiloPorts"));
        Assert.False(Settings.Has("Metrics__SiloPort"));
    }

    [Theory, MemberData(nameof(Overlays))]
    public void What_pods_are_told_is_a_setting_of_the_programs(string overlay)
    {
        var manifests = Manifests.Of(overlay);

        Assert.All(manifests.Each<V1ConfigMap>().SelectMany(map => map.Data.Keys), name => Assert.True(Settings.Has(name), name));
        Assert.All(manifests.Workloads.Where(workload => workload.Component != "postgres").SelectMany(workload => workload.Pod.Containers[0].Env),
            variable => Assert.True(Settings.Has(variable.Name), variable.Name));
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Who_belongs_together_says_so(string overlay)
    {
        var manifests = Manifests.Of(overlay);

        foreach (var setting in new[] { "Cluster__ClusterId", "Cluster__ServiceId" })
            Assert.Single(manifests.Servers.Select(server => Assert.IsType<string>(manifests.Setting(server, setting))).Distinct());
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("gateway")]
    public void What_images_set_is_a_setting_of_the_programs(string role) =>
        Assert.All(Dockerfile.Of(role).Environment.Keys.Where(name => !name.StartsWith("DOTNET_", StringComparison.Ordinal)), name => Assert.True(Settings.Has(name), name));
}
