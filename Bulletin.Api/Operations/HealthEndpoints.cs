using Bulletin.Grains;
using Bulletin.Api.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Operations;

/// <summary>What probes ask.</summary>
public static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Operations").AllowAnonymous();
        health.MapGet("/live", Live).WithName(nameof(Live)).WithSummary("Whether this process runs")
            .WithDescription("Depends on nothing else: a restart would not bring a database back.");
        health.MapGet("/ready", Ready).WithName(nameof(Ready)).WithSummary("Whether this server can do its work")
            .WithDescription("That is, the cluster is joined and storage answers.").Produces<HealthView>().WithProblems(503);
    }

    private static Ok<HealthView> Live() => TypedResults.Ok(new HealthView("live"));

    /// <summary>The call is answered only by a silo that is joined; it asks storage in turn.</summary>
    private static async Task<IResult> Ready(IGrainFactory grains, IHostApplicationLifetime lifetime, CancellationToken cancellationToken)
    {
        // Traffic goes elsewhere while this server says goodbye.
        if (lifetime.ApplicationStopping.IsCancellationRequested) return new ProblemResult(Problems.Unavailable());
        await grains.GetGrain<IStorageHealthGrain>(0).Check(CancellationToken.None).WaitAsync(Patience, cancellationToken);
        return TypedResults.Ok(new HealthView("ready"));
    }
}

/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
public sealed record HealthView(string Status);
