# hhlab: JupyterLab and NEURON, to teach the Hodgkin-Huxley model.
#
# Two builds of one commit give the same layers: each layer's files and folders bear one date, the first that a zip
# file can hold, and no log, cache or time of an install is left in it. A layer of the final image is made by `cp -a`,
# as COPY would date the folders above its files anew. What a release passes: `make release`.
ARG BASE_IMAGE=debian:trixie-slim
ARG VERSION=0.2.0
# `--build-arg SITE=with` puts the course's pages into the image: NEURON for web pages is compiled then, and every lesson
# run, which takes a quarter of an hour where nothing is cached. `make image` does.
ARG SITE=without

FROM ${BASE_IMAGE} AS system
# Debian as it was on one day, instead of today's: lines of sources.list
ARG APT_SOURCES
# - libpython3.13, g++, make: nrnivmodl compiles a student's mechanisms (its perl is in every Debian)
# - tini: hands signals on and reaps what students' programs leave behind
# - gcc's compiler of C, link-time optimiser, sanitizers and static libraries, 170 MB, are of no use to nrnivmodl
# - programs that change the user (su, mount, ...) lose that right; nobody needs it here
# - a login shell begins with a PATH of its own
# - what the base has is emptied, not removed: the mark of a removal would bear the time of the build
# - the day on which a user was made is in /etc/shadow
# - versions are those of the archive, of one day where a release asks for it; the shell is the student's that logs in
# - the home belongs to group 0, so that any user id without a group of its own can work there
# - the work folder is open to every user id: a new volume takes its rights, and only one user is ever in a container
# hadolint ignore=DL3008,SC2016
RUN touch /dev/shm/begun \
 && { [ -z "$APT_SOURCES" ] \
      || { rm -rf /etc/apt/sources.list.d/* && printf '%s\n' "$APT_SOURCES" >/etc/apt/sources.list; }; } \
 && apt-get update \
 && apt-get install -y --no-install-recommends g++ libpython3.13 make python3 tini \
 && apt-get clean \
 && rm -rf /var/cache/apt/*.bin /var/cache/ldconfig/* \
 && find /var/lib/apt/lists -type f -not -name lock -delete \
 && find /var/log -type f -exec truncate -s 0 {} + \
 && rm -f /usr/bin/*lto-dump* /usr/libexec/gcc/*/*/lto1 /usr/libexec/gcc/*/*/cc1 \
 && find /usr/lib '(' -name 'lib*san.so*' -o -name 'lib*san.a' ')' -delete \
 && find /usr/lib/*-linux-gnu* /usr/lib/gcc -name 'lib*.a' -size +100k -not -name 'libgcc*' -delete \
 && find / -xdev -type f -perm /6000 -exec chmod a-s {} + \
 && echo 'PATH=/opt/hhlab/bin:$PATH' >/etc/profile.d/hhlab.sh \
 && SOURCE_DATE_EPOCH=315532800 useradd --uid 1000 --gid 0 --no-create-home --shell /bin/bash jovyan \
 && install -d -o 1000 -g 0 -m 2775 /home/jovyan \
 && install -d -o 1000 -g 0 -m 2777 /home/jovyan/work \
 && find / -xdev -newer /dev/shm/begun -not -path '/proc/*' -exec touch -h -d @315532800 {} +


FROM system AS builder
# what a step runs must leave nothing in the environment
ENV PYTHONDONTWRITEBYTECODE=1
# hadolint ignore=DL3008,DL3009
RUN apt-get update \
 && apt-get install -y --no-install-recommends python3-venv

# Everything pinned comes first and in one layer: a change of the lessons or of hhlab leaves it alone.
# What is removed:
# - tests of other packages (neuron.test() stays, it is an interface)
# - jedi's stubs of packages that are not here; jedi lists the folder, so it must remain
# - JupyterLab's own test extension, source maps, and its second copy of the same web pages
# - programs and libraries of NEURON's X11 windows, which need a screen
# - the files by which Voilà would be loaded with every lab; the playground asks for it by name
# - babel's languages: no language pack of JupyterLab is here that would use them
# - the C from which Cython's modules were compiled
# - a grammar of international web addresses, 15 MB of every server's memory; jsonschema, which asks for it, does without
# The environment knows a user's packages, which lie in the volume; JupyterLab's programs do not (-s).
# Bytecode is kept for what a lab imports, as a read-only container cannot cache it; it halves the start. It holds the
# dates of its sources, so these are set first; and sets in it are in the order of their hashes.
COPY requirements.lock /build/
WORKDIR /opt/hhlab
RUN python3 -m venv --system-site-packages . \
 && bin/pip install --no-cache-dir --no-compile --require-hashes --only-binary :all: -r /build/requirements.lock \
 && bin/pip uninstall --yes --quiet rfc3987-syntax lark \
 && site=$(echo lib/python3.*/site-packages) \
 && find . -name __pycache__ -prune -exec rm -r {} + \
 && find "$site" -type d -name tests -not -path '*/neuron/*' -prune -exec rm -r {} + \
 && rm -r "$site"/jedi/third_party/typeshed/stubs/* "$site"/jedi/third_party/django-stubs \
 && rm -r "$site"/jupyterlab/galata "$site"/jupyterlab/static \
 && ln -s /opt/hhlab/share/jupyter/lab/static "$site"/jupyterlab/static \
 && find . -name '*.js.map' -delete \
 && find "$site"/fontTools "$site"/debugpy -name '*.c' -delete \
 && rm etc/jupyter/*/voila.json \
 && sed -i '1s/$/ -s/' bin/jupyter* bin/voila \
 && rm -f "$site"/neuron/.data/bin/idraw "$site"/neuron/.data/lib/libinterviews.a "$site"/neuron/.data/lib/libunidraw.a \
 && find "$site"/babel/locale-data -name '*.dat' -not -name 'en*' -not -name 'root*' -delete \
 && find . -exec touch -h -d @315532800 {} + \
 && PYTHONHASHSEED=0 bin/python -m compileall -q \
      -x '/(sympy|mpmath|fontTools|pip|setuptools|_pytest|coverage|neuron/rxd|debugpy/_vendored|jedi/third_party)/' \
      "$site" \
 && find . -exec touch -h -d @315532800 {} +

# What the image is made of, as CycloneDX: Debian's packages, Python's, and npm's in the bundle. The tools stay behind.
COPY container/sbom /build/sbom
COPY browser/package-lock.json /build/sbom/
RUN python3 -m venv /build/tools \
 && sed -i 's/\r$//' /build/sbom/* \
 && /build/tools/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r /build/sbom/tools.lock
ARG VERSION
RUN --mount=type=bind,from=system,source=/var/lib/dpkg,target=/mnt \
    mkdir -p /image/usr/share/hhlab \
 && /build/tools/bin/python /build/sbom/sbom.py --version "$VERSION" --dpkg /mnt --python /opt/hhlab/bin/python \
      --npm /build/sbom/package-lock.json >/image/usr/share/hhlab/sbom.cdx.json

# Node bundles what runs in the browser while hhlab is installed, and stays behind in this stage
COPY browser/node.lock /build/browser/
RUN /opt/hhlab/bin/pip install --no-cache-dir --target /build/build/node --require-hashes --only-binary :all: \
      -r /build/browser/node.lock

# hhlab itself, apart from the environment so that it becomes a small layer of its own
COPY pyproject.toml README.md LICENSE /build/
COPY browser /build/browser
COPY hhlab /build/hhlab
RUN /opt/hhlab/bin/pip install --no-cache-dir --no-compile --no-deps --no-build-isolation \
      --prefix /image/opt/hhlab /build \
 && sed -i '1s/$/ -s/' /image/opt/hhlab/bin/hhlab*

# The lessons, with what changed in them, and the digests by which `hhlab test` knows them.
# Whatever the checkout is like: Windows' line ends, which no shell takes; a umask that closes files to others or
# opens them to group 0, which is the students'; no x. Other images' names for their start lead to the entrypoint.
COPY container /build/container
COPY notebooks /build/notebooks
COPY CHANGELOG.md /build/
WORKDIR /image/usr/share/hhlab
RUN cp -r /build/notebooks /build/CHANGELOG.md . \
 && find . -type f -exec grep -qI "$(printf '\r')" {} ';' -exec sed -i 's/\r$//' {} + \
 && find notebooks -type f -exec sha256sum {} + >/build/notebooks.sha256 \
 && sort --key 2 /build/notebooks.sha256 --output notebooks.sha256
WORKDIR /build/container
RUN find . -type f -exec grep -qI "$(printf '\r')" {} ';' -exec sed -i 's/\r$//' {} + \
 && mkdir -p /image/etc /image/usr/local/bin /image/usr/local/lib/hhlab \
 && cp -r jupyter /image/etc/jupyter \
 && cp -r work_folder /image/usr/local/lib/hhlab \
 && cp entrypoint healthcheck /image/usr/local/bin \
 && for name in start.sh start-notebook.sh start-notebook.py start-singleuser.sh start-singleuser.py; do \
      ln -s entrypoint /image/usr/local/bin/$name; \
    done \
 && chmod -R u=rwX,go=rX /image \
 && chmod 755 /image/usr/local/bin/* \
 && find /image -exec touch -h -d @315532800 {} + \
 && PYTHONHASHSEED=0 /opt/hhlab/bin/python -m compileall -q -s /image -p / /image/opt/hhlab \
 && find /image -exec touch -h -d @315532800 {} +


FROM system AS furnished
# - USER and LOGNAME: a user id without a name makes getpass.getuser() fail
# - SHELL: what programs start when one asks them for a shell
# - HHLAB_IP: a container's port is published by Docker, which comes from outside
# - *_PATH: the lab's settings come before those of the packages in the environment
# - *_DIR below /tmp: the volume holds nothing but the work, above all no SQLite
# - PYTHONUSERBASE: where pip puts a student's own packages, and Python finds them, behind the image's
# - NEURON would look for a screen, and needs the file that is really a library (libmpi.so is a linker script)
# - one thread each: BLAS would start as many as the machine has cores, for every student
# - MPI may start more ranks than there are cores
ENV PATH=/opt/hhlab/bin:$PATH \
    LANG=C.UTF-8 \
    HOME=/home/jovyan \
    USER=jovyan \
    LOGNAME=jovyan \
    SHELL=/bin/bash \
    HHLAB_IP=0.0.0.0 \
    PYTHONDONTWRITEBYTECODE=1 \
    JUPYTER_CONFIG_PATH=/etc/jupyter \
    JUPYTER_PATH=/etc/jupyter \
    JUPYTER_CONFIG_DIR=/tmp/hhlab/config \
    JUPYTER_DATA_DIR=/tmp/hhlab/data \
    JUPYTER_RUNTIME_DIR=/tmp/hhlab/runtime \
    IPYTHONDIR=/tmp/hhlab/ipython \
    MPLCONFIGDIR=/tmp/hhlab/matplotlib \
    PYTHONUSERBASE=/home/jovyan/work/.hhlab/packages \
    NEURON_MODULE_OPTIONS=-nogui \
    MPI_LIB_NRN_PATH=/opt/hhlab/lib/libmpi.so.40 \
    PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe \
    OPENBLAS_NUM_THREADS=1 \
    OMP_NUM_THREADS=1

# the environment, then what is our own: whoever updates loads the second alone. /etc: Docker lays files there.
RUN --mount=type=bind,from=builder,source=/opt/hhlab,target=/mnt \
    cp -a /mnt /opt/hhlab && touch -d @315532800 /opt /etc
RUN --mount=type=bind,from=builder,source=/image,target=/mnt cp -a /mnt/. /


FROM furnished AS lab
ARG VERSION
# a build from a checkout fills them in by `make image`
ARG REVISION=unknown
ARG CREATED=unknown
ARG SOURCE=unknown
ARG DOCUMENTATION=docs/operating.md
ARG BASE_IMAGE
ARG BASE_DIGEST=unknown
LABEL org.opencontainers.image.title="hhlab" \
      org.opencontainers.image.description="A teaching lab for the Hodgkin-Huxley model, on the NEURON simulator, in Jupyter" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.source="${SOURCE}" \
      org.opencontainers.image.documentation="${DOCUMENTATION}" \
      org.opencontainers.image.base.name="${BASE_IMAGE}" \
      org.opencontainers.image.base.digest="${BASE_DIGEST}" \
      org.opencontainers.image.licenses="BSD-3-Clause"

WORKDIR /home/jovyan/work
# a number, so that Kubernetes can see that it is not root
USER 1000
EXPOSE 8888
HEALTHCHECK --interval=30s --timeout=3s --start-period=30s --start-interval=1s --retries=3 CMD ["healthcheck"]
ENTRYPOINT ["tini", "-g", "--", "entrypoint"]
CMD ["lab"]


# --- NEURON for web pages: `make neuron-web`
# The release's source, from another place by --build-arg NEURON_SOURCE=ADDRESS, or from a folder of this machine that
# holds the archive by --build-context neuron-source=FOLDER. What it must hold is checked by browser/neuron/compile.
FROM scratch AS neuron-source
ARG NEURON_SOURCE=https://github.com/neuronsimulator/nrn/archive/refs/tags/9.0.2.tar.gz
# hadolint ignore=DL3020
ADD ${NEURON_SOURCE} /

FROM ${BASE_IMAGE} AS neuron-build
ARG APT_SOURCES
# what NEURON has as submodules are Debian's header packages here; their licences are wanted
# hadolint ignore=DL3008
RUN { [ -z "$APT_SOURCES" ] \
      || { rm -rf /etc/apt/sources.list.d/* && printf '%s\n' "$APT_SOURCES" >/etc/apt/sources.list; }; } \
 && apt-get update \
 && apt-get install -y --no-install-recommends -o Dpkg::Options::='--path-include=/usr/share/doc/*/copyright' \
      bison cmake emscripten flex g++ libcli11-dev libeigen3-dev libfmt-dev librandom123-dev ninja-build patch \
      python3 xz-utils \
 && rm -rf /var/lib/apt/lists/*
COPY browser/neuron/compile /browser/neuron/
COPY browser/neuron/left_out /browser/neuron/left_out
COPY browser/neuron/patches /browser/neuron/patches
COPY browser/neuron/stand_ins /browser/neuron/stand_ins
RUN --mount=type=bind,from=neuron-source,target=/source /browser/neuron/compile unpack translator
RUN /browser/neuron/compile library
COPY browser/neuron/join browser/neuron/*.cpp browser/neuron/*.py /browser/neuron/
COPY browser/src/neuron_worker.js /browser/src/
RUN /browser/neuron/join

FROM scratch AS neuron-web
COPY --from=neuron-build /out /

# --- The same lab for a JupyterHub: `docker build --target hub -t hhlab:hub .`
# Only what the environment lacks is installed. Left out is what the hub itself needs and a student's server does
# not: its web pages, databases other than SQLite, certificates, the system's users.
FROM builder AS hub-packages
COPY container/hub/requirements.lock /build/hub/
# hadolint ignore=DL3003
RUN /opt/hhlab/bin/pip install --no-cache-dir --no-compile --prefix /hub --require-hashes --only-binary :all: \
      -r /build/hub/requirements.lock \
 && rm -r /hub/share /hub/bin \
 && cd /hub/lib/python3.*/site-packages \
 && rm -r cryptography certipy pamela.py pydantic pydantic_core typing_inspection annotated_types \
      rfc3987_syntax* lark* \
      sqlalchemy/dialects/mssql sqlalchemy/dialects/mysql sqlalchemy/dialects/oracle \
 && find . -type d -name tests -prune -exec rm -r {} + \
 && rm -r sqlalchemy/testing alembic/templates alembic/testing \
 && PYTHONPATH=. /opt/hhlab/bin/python -B -c 'import compileall, sys, jupyterhub.singleuser.extension; \
      [compileall.compile_file(m.__file__, quiet=1) for m in list(sys.modules.values()) \
       if (getattr(m, "__file__", None) or "").startswith("/hub/")]' \
 # a hub may start it past the entrypoint, which copies the lessons
 && mkdir /hub/bin \
 && ln -s /usr/local/bin/entrypoint /hub/bin/jupyterhub-singleuser

FROM lab AS hub
COPY --from=hub-packages /hub /opt/hhlab
CMD ["jupyterhub-singleuser"]

# --- The course as pages that live without a server: `make site`
# Made by what the lab is made of: each lesson is run once. What Sphinx needs stays behind in this stage.
FROM furnished AS pages
COPY pages/requirements.lock /build/pages/
RUN /opt/hhlab/bin/python -m pip install --no-cache-dir --no-compile --require-hashes --only-binary :all: \
      -r /build/pages/requirements.lock
COPY CHANGELOG.md LICENSE README.md /build/
COPY container/proxies /build/container/proxies
COPY hub/values.yaml /build/hub/
COPY docs /build/docs
COPY my-course /build/my-course
COPY notebooks /build/notebooks
COPY pages /build/pages
# where hhlab finds it, for the one file of the playground
COPY --from=neuron-web / /usr/share/hhlab/site/_static/neuron/
WORKDIR /build
RUN python -m pages --neuron /usr/share/hhlab/site/_static/neuron --out /site \
 && chmod -R u=rwX,go=rX /site \
 && find /site -exec touch -h -d @315532800 {} +

FROM scratch AS site
COPY --from=pages /site /

FROM lab AS lab-without
FROM lab AS lab-with
USER 0
RUN --mount=type=bind,from=pages,source=/site,target=/mnt \
    cp -a /mnt /usr/share/hhlab/site && touch -d @315532800 /usr/share/hhlab
USER 1000

# what `docker build .` makes
# hadolint ignore=DL3006
FROM lab-${SITE}
