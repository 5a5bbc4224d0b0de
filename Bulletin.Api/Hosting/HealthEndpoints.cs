using System.ComponentModel.DataAnnotations;
using Bulletin.Api.Http;
using Bulletin.Grains.Cluster;
using Bulletin.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Hosting;

/// <summary>The health checks for probes and monitoring.</summary>
public static class HealthEndpoints
{
    private static readonly TimeSpan ProbeTimeout = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Operations").AllowAnonymous().AnswersHead().AlsoForOperators();
        health.MapGet("/live", Live).WithName(nameof(Live)).WithSummary("Check whether the process is running")
            .WithDescription("Depends on nothing outside the process, since a restart would not fix the database.");
        health.MapGet("/ready", Ready).WithName(nameof(Ready)).WithSummary("Check whether this server can take traffic")
            .WithDescription("Ready means that the server reaches the cluster and is not shutting down. A storage outage does not change this: what is in memory can still be read.")
            .Produces<HealthView>().WithProblems(503);
        health.MapGet("/storage", Storage).WithName(nameof(Storage)).WithSummary("Check whether storage is available")
            .WithDescription("Nothing can be stored while it is not. Meant for monitoring, not for load balancing: the answer is the same on every server.")
            .Produces<HealthView>().WithProblems(503);
    }

    private static Ok<HealthView> Live() => TypedResults.Ok(new HealthView("live"));

    /// <summary>Only a silo that has joined the cluster answers the call.</summary>
    private static async Task<IResult> Ready(IGrainFactory grains, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        // While draining, traffic must go to other servers.
        if (lifetime.ApplicationStopping.IsCancellationRequested) return new ProblemResult(Problems.Unavailable());
        await grains.GetGrain<ISilosGrain>(0).Active(CancellationToken.None).WaitAsync(ProbeTimeout, cancellationToken);
        return TypedResults.Ok(new HealthView("ready"));
    }

    private static async Task<IResult> Storage(IGrainFactory grains, CancellationToken cancellationToken)
    {
        await grains.GetGrain<IStorageHealthGrain>(0).Check(CancellationToken.None).WaitAsync(ProbeTimeout, cancellationToken);
        return TypedResults.Ok(new HealthView("available"));
    }
}

/// <param name="Status"><c>live</c>, <c>ready</c> or <c>available</c>.</param>
public sealed record HealthView([property: AllowedValues("live", "ready", "available")] string Status)
{
    /// <summary>The version of Bulletin that answers.</summary>
    public string Version => ProductVersion.Current;
}
