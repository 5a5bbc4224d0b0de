using Bulletin.Api.Http;
using Bulletin.Api.Limits;
using Bulletin.Api.Responses;
using Bulletin.Api.Site;
using Bulletin.Grains;
using Bulletin.Grains.Settings;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Bulletin.Api.Admin;

/// <summary>The settings of the site, for admins.</summary>
internal sealed class SettingsEndpoints(IGrainFactory grains, KnownSettings known, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder admin)
    {
        var endpoints = ActivatorUtilities.CreateInstance<SettingsEndpoints>(admin.ServiceProvider);
        var settings = admin.MapGroup("/settings");
        settings.MapGet("/", endpoints.GetSettings).WithName(nameof(GetSettings)).WithSummary("Get the settings of the site").LimitedPerUser(limits => limits.Searching);
        settings.MapPatch("/", endpoints.ChangeSettings).WithName(nameof(ChangeSettings)).WithSummary("Change the settings of the site")
            .WithDescription("All silos and gateways follow within seconds.").LimitedPerUser(limits => limits.Writing).WithProblems(409);
    }

    public async Task<ETagResult<SettingsView>> GetSettings(CancellationToken cancellationToken)
    {
        var grain = grains.GetGrain<ISettingsGrain>(0);
        var settings = await GrainCalls.UntilSettled(async () => (Outcome<SiteSettings>)await grain.Read(CancellationToken.None), clock, cancellationToken);
        return ETagResult.Of(SettingsView.Of(settings.OrThrow()));
    }

    public async Task<Ok<SettingsView>> ChangeSettings(JsonBody<ChangeSettingsRequest> body, HttpContext context, CancellationToken cancellationToken)
    {
        var command = body.Value.ToCommand(AdminCaller.Of(context));
        var settings = (await grains.GetGrain<ISettingsGrain>(0).Change(command, CancellationToken.None).InTime(cancellationToken)).OrThrow();
        known.Saw(settings);
        return TypedResults.Ok(SettingsView.Of(settings));
    }
}
