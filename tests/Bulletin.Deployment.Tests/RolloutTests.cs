using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;

namespace Bulletin.Deployment.Tests;

public sealed partial class RolloutTests : OverlayTests
{
    [Theory, MemberData(nameof(Overlays))]
    public void A_new_pod_is_ready_before_an_old_one_goes(string overlay) => Assert.All(Manifests.Of(overlay).Servers, server =>
    {
        var rolling = server.Deployment!.Spec.Strategy.RollingUpdate;
        Assert.Equal("0", rolling.MaxUnavailable.Value);
        Assert.Equal("1", rolling.MaxSurge.Value);
        Assert.True(server.Deployment.Spec.MinReadySeconds >= 5);
    });

    [Theory, MemberData(nameof(Overlays))]
    public void A_pod_is_given_longer_than_it_takes_to_drain(string overlay)
    {
        var drain = LongestDrain();

        Assert.All(Manifests.Of(overlay).Servers, server =>
        {
            var before = server.Pod.Containers[0].Lifecycle?.PreStop?.Sleep?.Seconds ?? 0;
            Assert.True(server.Pod.TerminationGracePeriodSeconds >= before + drain + 10, $"{server.Name} drains for {before} + {drain} s");
        });
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Balancers_hear_of_a_gateway_that_goes_before_it_does(string overlay) =>
        Assert.True(Manifests.Of(overlay).WorkloadNamed("bulletin-gateway").Pod.Containers[0].Lifecycle.PreStop.Sleep.Seconds >= 3);

    [Theory, MemberData(nameof(Overlays))]
    public void Probes_ask_what_the_programs_answer(string overlay) => Assert.All(Manifests.Of(overlay).Servers, server =>
    {
        var container = server.Pod.Containers[0];
        // Alive depends on nothing else; ready, at the start and later, means joined, with or without storage.
        Assert.Equal("/health/live", container.LivenessProbe.HttpGet.Path);
        Assert.Equal("/health/ready", container.ReadinessProbe.HttpGet.Path);
        Assert.Equal("/health/ready", container.StartupProbe.HttpGet.Path);
        Assert.All(new[] { container.LivenessProbe, container.ReadinessProbe, container.StartupProbe }, probe =>
        {
            Assert.Contains(probe.HttpGet.Port.Value, container.Ports.Select(port => port.Name));
            // The programs give up by themselves after two seconds.
            Assert.True(probe.TimeoutSeconds > 2);
        });
        // A silo waits for its database for a minute and then ends, which says more than being killed.
        Assert.True(container.StartupProbe.PeriodSeconds * container.StartupProbe.FailureThreshold >= 120);
        Assert.True(container.ReadinessProbe.PeriodSeconds * container.ReadinessProbe.FailureThreshold <= 10);
    });

    [Theory, MemberData(nameof(Overlays))]
    public void Machines_are_emptied_one_pod_at_a_time(string overlay)
    {
        var manifests = Manifests.Of(overlay);

        Assert.All(manifests.Servers, server => Assert.Equal("1", Assert.Single(manifests.Each<V1PodDisruptionBudget>(), budget => server.Is(budget.Spec.Selector)).Spec.MaxUnavailable.Value));
        Assert.All(manifests.Each<V1PodDisruptionBudget>(), budget => Assert.Single(manifests.Workloads, workload => workload.Is(budget.Spec.Selector)));
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Pods_of_one_kind_keep_apart(string overlay) => Assert.All(Manifests.Of(overlay).Servers, server =>
    {
        var term = Assert.Single(server.Pod.Affinity.PodAntiAffinity.PreferredDuringSchedulingIgnoredDuringExecution).PodAffinityTerm;
        Assert.Equal("kubernetes.io/hostname", term.TopologyKey);
        Assert.True(server.Is(term.LabelSelector));
        var zones = Assert.Single(server.Pod.TopologySpreadConstraints);
        Assert.Equal("topology.kubernetes.io/zone", zones.TopologyKey);
        Assert.True(server.Is(zones.LabelSelector));
    });

    [Theory]
    [InlineData("production")]
    [InlineData("cohosted")]
    public void In_production_a_pod_waits_rather_than_share_a_zone_that_has_more_than_another(string overlay) => Assert.All(Manifests.Of(overlay).Servers, server =>
    {
        var zones = Assert.Single(server.Pod.TopologySpreadConstraints);
        Assert.Equal("DoNotSchedule", zones.WhenUnsatisfiable);
        Assert.Equal(1, zones.MaxSkew);
        // Or a lost zone would keep its pods from starting in the others.
        Assert.Equal("Honor", zones.NodeTaintsPolicy);
        Assert.Null(zones.MinDomains);
        // Or the pods of the previous version would take the places of the next.
        Assert.Equal(["pod-template-hash"], zones.MatchLabelKeys);
    });

    [Theory, MemberData(nameof(Overlays))]
    public void Servers_scale_and_nothing_else_says_how_many_there_are(string overlay)
    {
        var manifests = Manifests.Of(overlay);
        var scalers = manifests.Each<V2HorizontalPodAutoscaler>();

        Assert.Equal(manifests.Servers.Select(server => server.Name).Order(), scalers.Select(scaler => scaler.Spec.ScaleTargetRef.Name).Order());
        Assert.All(manifests.Servers, server => Assert.Null(server.Deployment!.Spec.Replicas));
        Assert.All(scalers, scaler =>
        {
            var hasSilos = manifests.Setting(manifests.WorkloadNamed(scaler.Spec.ScaleTargetRef.Name), "Cluster__Role") != "Gateway";
            // Three silos notice a dead one by votes of two; of gateways one may go.
            Assert.True(scaler.Spec.MinReplicas >= (hasSilos ? 3 : 2));
            Assert.True(scaler.Spec.MaxReplicas > scaler.Spec.MinReplicas);
            Assert.Contains(scaler.Spec.Metrics, metric => metric.Resource?.Name == "cpu");
            Assert.True(scaler.Spec.Behavior.ScaleDown.StabilizationWindowSeconds >= 600);
        });
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Metrics_that_scale_exist(string overlay)
    {
        var names = Manifests.Of(overlay).Each<V2HorizontalPodAutoscaler>().SelectMany(scaler => scaler.Spec.Metrics).Select(metric => metric.Pods?.Metric.Name).OfType<string>().ToList();

        if (overlay != "local") Assert.NotEmpty(names);
        // What Prometheus calls a_b_c is a.b.c in the source.
        Assert.All(names, name => Assert.Contains(Repository.Sources(), source => source.Contains($"\"{name.Replace('_', '.')}\"", StringComparison.Ordinal)));
    }

    /// <summary>The longest that a program gives itself to stop, in seconds.</summary>
    private static int LongestDrain() => Repository.Sources().SelectMany(source => Drain().Matches(source))
        .Max(match => int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture) * (match.Groups[1].Value == "Minutes" ? 60 : 1));

    [GeneratedRegex(@"ShutdownTimeout = TimeSpan\.From(Seconds|Minutes)\((\d+)\)")]
    private static partial Regex Drain();
}
