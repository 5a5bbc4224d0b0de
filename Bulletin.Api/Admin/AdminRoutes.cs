using Bulletin.Api.Auth;
using Bulletin.Api.Http;
using Bulletin.Grains.Accounts;

namespace Bulletin.Api.Admin;

/// <summary>The admin API. This is the one place that decides who may call what.</summary>
public static class AdminRoutes
{
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        var admin = For(SiteRole.Admin, routes.MapGroup("/admin"));
        AdminUserEndpoints.Map(admin);
        AdminTopicEndpoints.Map(admin);
        AdminMessageEndpoints.Map(admin);
        AuditEndpoints.Map(admin);
        SettingsEndpoints.Map(admin);
        ClusterEndpoints.Map(admin);
        ReportEndpoints.Map(For(SiteRole.Moderator, routes.MapGroup("/admin/reports")));
    }

    /// <summary>Must run after authentication and before anything looks at the query or the body: callers without access must not learn what is
    /// wrong with the request.</summary>
    public static IApplicationBuilder UseAdminRoutes(this IApplicationBuilder app) => app.Use((context, next) =>
        context.GetEndpoint()?.Metadata.GetMetadata<LeastRole>() is not { } least || Caller.ActorOf(context.User).Role >= least.Role
            ? next(context)
            : throw new ProblemException(Problems.NotAllowed()));

    private static RouteGroupBuilder For(SiteRole role, RouteGroupBuilder group) =>
        group.WithTags("Administration").WithMetadata(new LeastRole(role)).WithProblems(StatusCodes.Status403Forbidden);

    private sealed record LeastRole(SiteRole Role);
}
