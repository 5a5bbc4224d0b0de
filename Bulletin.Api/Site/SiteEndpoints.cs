using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Responses;
using Bulletin.Grains.Settings;

namespace Bulletin.Api.Site;

/// <summary>What everybody may know of the site, before they sign in.</summary>
public static class SiteEndpoints
{
    public static void MapSite(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/site", GetSite).WithName(nameof(GetSite)).WithSummary("Get the name of the site, and who may sign up").WithTags("Site").AllowAnonymous();

    private static async Task<ETagResult<SiteView>> GetSite(KnownSettings settings, CancellationToken cancellationToken) =>
        ETagResult.Of(SiteView.Of(await settings.Read(cancellationToken)));
}

/// <param name="Name">The name of the site.</param>
/// <param name="Registration"><c>open</c>: anybody may sign up; <c>invite</c>: whoever has an invitation to a private topic; <c>closed</c>: nobody.</param>
public sealed record SiteView(string Name, [property: NamesOf(typeof(Registrations))] string Registration)
{
    public static SiteView Of(SiteSettings settings) => new(settings.Name, Registrations.Text(settings.Registration));
}

/// <summary>Who may sign up, as clients see it.</summary>
internal static class Registrations
{
    public const string Open = "open", Invite = "invite", Closed = "closed";

    public static string Text(Registration registration) => registration switch
    {
        Registration.Open => Open,
        Registration.Invite => Invite,
        _ => Closed,
    };
}
