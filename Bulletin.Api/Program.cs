using Bulletin.Api.Accounts;
using Bulletin.Api.Admin;
using Bulletin.Api.Auth;
using Bulletin.Api.Hosting;
using Bulletin.Api.Http;
using Bulletin.Api.Hubs;
using Bulletin.Api.Limits;
using Bulletin.Api.Mail;
using Bulletin.Api.Members;
using Bulletin.Api.OpenApi;
using Bulletin.Api.Personal;
using Bulletin.Api.Search;
using Bulletin.Api.Site;
using Bulletin.Api.Topics;
using Bulletin.Operations;

const string Help = """
    Usage: Bulletin.Api [--SETTING VALUE …]
      Runs Bulletin: everything in one process with a SQLite database, or a gateway (--Cluster:Role Gateway).
      --urls http://0.0.0.0:8080                    where to listen
      --Data DIR                                    the folder of the database
      --ConnectionStrings:Postgres 'Host=…;…'       a Postgres database in its place
      --version                                     prints the version
    docs/operations.md has all settings. Each can also be an environment variable: Cluster__Role for Cluster:Role.
    Commands for operators are Bulletin.Silo's: Bulletin.Silo --help.
    """;

return await ProcessRunner.Run(args, Help, async stopping =>
{
    // Bulletin's files are next to the program, wherever it is started from.
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    UnknownSettings.RequireKnownArguments(builder.Configuration);
    builder.AddBulletinLogging();
    builder.AddBulletinServer();
    builder.AddBulletinCluster();
    builder.AddBulletinOperations(OperationsPort.From(builder.Configuration), service: "bulletin");
    builder.Services.AddBulletinApiReference();
    builder.Services.AddBulletinHttp();
    builder.Services.AddBulletinLimits();
    builder.Services.AddBulletinAuth(ServerOptions.From(builder.Configuration).DataFolder);
    builder.Services.AddBulletinAccounts();
    builder.Services.AddBulletinMembers();
    builder.Services.AddBulletinTopics();
    builder.Services.AddBulletinPersonal();
    builder.Services.AddBulletinSearch();
    builder.Services.AddBulletinHub();
    builder.Services.AddBulletinMail();
    builder.Services.AddBulletinSite();
    builder.Services.AddBulletinAdmin();

    var app = builder.Build();
    app.LogVersion();
    app.LogUnknownSettings();
    // Storage must be migrated and locked before endpoints are built: they use keys and grains that depend on it.
    app.RequireFreePorts();
    await app.PrepareStorage(stopping);

    app.UseConnectionClose();
    app.UseOperationsPort();
    app.UseRequestLog();
    app.UseForwardedHeaders();
    app.UseBulletinHttp();
    // CORS comes first: no route handles preflight OPTIONS requests, and scripts of other origins must see refusals too.
    app.UseCors();
    app.UseRefusedConnections();
    app.UseKnownCallers();
    app.UseAnonymousLimit();
    app.UseWebClient();
    app.UseRefusedRoutes();
    app.UseHubOrigins();
    app.UseBulletinAuth();
    app.UseBulletinLimits();
    app.UseAdminRoutes();
    app.UseStrictQueries();
    app.UseWebSocketsOnly();

    app.MapBulletinOperations();
    app.MapHealth();
    app.MapApiReference();
    app.MapSigningKeys();
    var api = app.MapGroup("/api/v1").WithStrictQueries();
    api.MapSite();
    api.MapUsers();
    api.MapSessions();
    api.MapSignIn();
    api.MapPasswordResets();
    TopicEndpoints.Map(api);
    MessageEndpoints.Map(api);
    HistoryEndpoints.Map(api);
    ReactionEndpoints.Map(api);
    PinEndpoints.Map(api);
    MemberEndpoints.Map(api).HoldsRefusals();
    DirectEndpoints.Map(api);
    InvitationEndpoints.Map(api).HoldsRefusals();
    api.MapPersonal();
    SearchEndpoints.Map(api);
    ReportingEndpoints.Map(api);
    api.MapAdmin();
    app.MapBulletinHub();

    app.AnnounceWhenReady();
    return app;
});
